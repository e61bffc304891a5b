namespace Weir.Cli.Output;

/// <summary>Colours, for terminals only. See https://no-color.org.</summary>
internal static class Paint
{
    /// <summary>Whether standard output is a terminal that wants colours.</summary>
    public static bool IsOn { get; } =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public static string Red(string text) => With("31", text);

    public static string Yellow(string text) => With("33", text);

    public static string Green(string text) => With("32", text);

    public static string Dim(string text) => With("2", text);

    private static string With(string code, string text) => IsOn ? $"\e[{code}m{text}\e[0m" : text;
}
