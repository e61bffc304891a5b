namespace Weir.Lab.Simulator.Answers;

/// <summary>Whether tools may, must or must not be called.</summary>
internal enum ToolMode
{
    None,
    Auto,
    Required,
}
