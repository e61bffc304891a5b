namespace Weir.Gateway.Configuration;

/// <summary>Why the last change of the configuration was refused, for the health page.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Errors">Everything that is wrong; holds no secrets.</param>
internal sealed record ConfigReloadError(DateTimeOffset At, IReadOnlyList<ConfigError> Errors);
