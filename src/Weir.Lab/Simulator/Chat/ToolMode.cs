namespace Weir.Lab.Simulator.Chat;

/// <summary>Whether tools may, must or must not be called.</summary>
internal enum ToolMode
{
    None,
    Auto,
    Required,
}
