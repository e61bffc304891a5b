namespace Weir.Gateway.Configuration.Validation;

/// <summary>
/// Checks one aspect of a configuration that was read. It meets configurations with errors too, so a value that may be
/// missing is null here and was reported before.
/// </summary>
internal interface IConfigValidator
{
    void Validate(WeirConfig config, ConfigErrors errors);
}
