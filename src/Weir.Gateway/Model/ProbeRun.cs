namespace Weir.Gateway.Model;

/// <summary>When a deployment's provider is asked for a sign of life.</summary>
internal enum ProbeRun
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>While no calls go to the deployment.</summary>
    WhileOpen,

    /// <summary>At all times.</summary>
    Always,
}
