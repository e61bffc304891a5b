using Weir.Gateway.Configuration;
using Weir.Gateway.Model;
using Weir.Testing;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>Shorthands: given this text, these errors, this model.</summary>
internal static class Given
{
    /// <summary>A small configuration that is right; tests append to it or bend one line.</summary>
    public const string Minimal =
        """
        providers:
          sim: { built_in: simulator }
        deployments:
          sim: { provider: sim, price: { input: 0, output: 0 } }
        models:
          sim: { route: [sim] }

        """;

    public static FakeTimeProvider Clock { get; } = new();

    public static ConfigurationResult Load(string text, FakeEnvironment? environment = null) =>
        ConfigurationLoader.LoadText(text, environment ?? [], Clock, "weir.yaml");

    /// <summary>The errors as an operator sees them.</summary>
    public static string[] Errors(string text, FakeEnvironment? environment = null) =>
        [.. Load(text, environment).Errors.Select(e => e.ToString())];

    public static string[] Warnings(string text, FakeEnvironment? environment = null)
    {
        var result = Load(text, environment);
        result.Errors.ShouldBeEmpty();
        return [.. result.Warnings.Select(e => e.ToString())];
    }

    public static GatewayModel Model(string text, FakeEnvironment? environment = null)
    {
        var result = Load(text, environment);
        result.Errors.ShouldBeEmpty();
        return result.Model.ShouldNotBeNull();
    }
}
