namespace Weir.Gateway.Health;

/// <summary>Failures of a deployment that are counted together.</summary>
internal enum FailureFamily
{
    /// <summary>It answered badly or could not be reached.</summary>
    Errors,

    /// <summary>It said nothing in time. More of them are borne: a slow answer is not a wrong one.</summary>
    Silence,
}
