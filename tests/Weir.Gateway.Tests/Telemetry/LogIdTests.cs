using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Tests.Telemetry;

/// <summary>Operators filter logs and raise alarms by the identifiers of messages.</summary>
public sealed class LogIdTests
{
    [Fact]
    public void Every_message_has_an_identifier_of_its_own()
    {
        var messages = typeof(GatewayHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Message is not null)
            .ToArray();

        messages.Length.ShouldBeGreaterThan(20);
        messages.GroupBy(found => found.Message!.EventId).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => $"{found.Method.DeclaringType!.Name}.{found.Method.Name}"))}").ShouldBeEmpty();
    }
}
