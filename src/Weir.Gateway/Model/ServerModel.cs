using Weir.Gateway.Configuration;

namespace Weir.Gateway.Model;

/// <summary>Where Weir listens and how it stops.</summary>
/// <param name="Listen">Takes effect at the start only.</param>
/// <param name="Drain">How long a stopping Weir waits for calls under way.</param>
internal sealed record ServerModel(ListenAddress Listen, TimeSpan Drain);
