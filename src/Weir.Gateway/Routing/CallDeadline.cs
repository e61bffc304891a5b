using System.Globalization;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Routing;

/// <summary>Says how long a call may take: what the client asks for, its key, its model and the gateway allow, whichever is least.</summary>
internal static class CallDeadline
{
    /// <summary>The header by which a client asks for less: <c>30s</c>, <c>1500ms</c>, <c>2m</c>, or a plain number of seconds.</summary>
    public const string Header = "x-weir-timeout";

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Sets a call's deadline.</summary>
    /// <returns>Why the client's wish cannot be read, or null.</returns>
    public static CallError? Set(Call call)
    {
        Shorten(call, call.Route?.Deadline);
        Shorten(call, call.Key!.Deadline);
        if (!call.Http.Request.Headers.TryGetValue(Header, out var values) || string.IsNullOrWhiteSpace(values)) return null;
        if (Read(values.ToString().Trim()) is not { } asked || asked < Shortest)
            return CallErrors.BadHeader(Header, "is no length of time. Write 30s, 1500ms, 2m or a number of seconds.");
        Shorten(call, asked);
        return null;
    }

    private static void Shorten(Call call, TimeSpan? deadline)
    {
        if (deadline < call.Deadline) call.Deadline = deadline.Value;
    }

    private static TimeSpan? Read(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) return Math.Abs(seconds) < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
        return Quantity.TryDuration(text, out var duration) ? duration : null;
    }
}
