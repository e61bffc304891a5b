namespace Weir.Cli.Tests.Docs;

/// <summary>A block of code in a Markdown page.</summary>
/// <param name="Place">File and line of its first line.</param>
/// <param name="Info">What stands after the fence.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record FencedBlock(string Place, string Info, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    public string Language => Info.Split(' ')[0];

    /// <summary>Whether it holds commands that a test executes.</summary>
    public bool IsRun => Info == "sh";

    public static IReadOnlyList<FencedBlock> ReadAll(string page)
    {
        var blocks = new List<FencedBlock>();
        List<string>? lines = null;
        var (info, start, number) = ("", 0, 0);
        foreach (var line in File.ReadLines(page))
        {
            number++;
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                lines?.Add(line);
            }
            else if (lines is null)
            {
                (lines, info, start) = ([], line[Fence.Length..].Trim(), number + 1);
            }
            else
            {
                blocks.Add(new FencedBlock($"{Path.GetFileName(page)}:{start}", info, lines));
                lines = null;
            }
        }
        return lines is null ? blocks : throw new InvalidDataException($"{page}:{start}: the block does not end");
    }
}
