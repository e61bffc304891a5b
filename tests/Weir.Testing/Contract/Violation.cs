namespace Weir.Testing.Contract;

/// <summary>One way in which a value breaks a schema.</summary>
/// <param name="Path">Where, from <c>$</c> for the value as a whole: <c>$.choices[0].message.content</c>.</param>
/// <param name="Message">What is wrong, with the value.</param>
internal sealed record Violation(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
