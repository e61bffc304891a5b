namespace Weir.Gateway.Configuration;

/// <summary>The environment variables that a configuration may refer to.</summary>
internal interface IEnvironment
{
    /// <summary>The value of a variable, or null when it is not set.</summary>
    string? Get(string name);
}
