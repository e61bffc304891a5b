using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Upstream;

namespace Weir.Gateway;

/// <summary>What a gateway is started with; everything else stands in its configuration.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Where the database and the developer key live; made when it is not there.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The configuration file, or null for the built-in default.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Overrides <c>server.listen</c>, or null.</summary>
    public string? Listen { get; init; }

    public required IEnvironment Environment { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seeds everything that is drawn by lot: routes, the waits before retries, the share of calls that a fault touches.</summary>
    public int Seed { get; init; } = System.Environment.TickCount;

    /// <summary>Upstreams in this process; disposed of by whoever made them.</summary>
    public IReadOnlyList<IBuiltInUpstream> BuiltIns { get; init; } = [];

    /// <summary>Where log messages go; null logs nothing.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
