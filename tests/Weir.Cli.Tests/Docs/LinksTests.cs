using System.Text.RegularExpressions;

namespace Weir.Cli.Tests.Docs;

/// <summary>What the documentation points to exists: pages rot where nobody checks.</summary>
public sealed partial class LinksTests
{
    public static TheoryData<string> AllPages { get; } = [.. Pages.All];

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_relative_link_leads_somewhere(string page)
    {
        var text = WithoutCode(Pages.Read(page));

        var broken = Link().Matches(text).Select(match => match.Groups["target"].Value).Where(target => !IsElsewhere(target) && !Leads(page, target));

        broken.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_path_of_the_repository_that_is_named_exists(string page)
    {
        var paths = NamedPath().Matches(WithoutBlocks(Pages.Read(page))).Select(match => match.Groups["path"].Value);

        paths.Where(path => !Exists(path)).ShouldBeEmpty();
    }

    [Fact]
    public void There_are_pages() => AllPages.Count.ShouldBeGreaterThan(10);

    /// <summary>A path with a <c>*</c> or a <c>…</c> stands for many and is not looked for.</summary>
    private static bool Exists(string path) =>
        path.Contains('*') || path.Contains('…') || Path.Exists(Path.Combine(Pages.Root, path.TrimEnd('/')));

    private static bool Leads(string page, string target)
    {
        var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var path = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, file);
        var full = Path.GetFullPath(Path.Combine(Pages.Root, path));
        if (!Path.Exists(full)) return false;
        return anchor is null || Headings(File.ReadAllText(full)).Contains(anchor);
    }

    /// <summary>Headings as GitHub turns them into anchors.</summary>
    private static IEnumerable<string> Headings(string text) => Heading().Matches(WithoutBlocks(text)).Select(match =>
        NoAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static bool IsElsewhere(string target) => target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal);

    private static string WithoutCode(string text) => InlineCode().Replace(WithoutBlocks(text), "");

    private static string WithoutBlocks(string text) => Block().Replace(text, "");

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(?:src|docs|tests|bench|deploy)/[^`\s]*)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"^```.*?^```\s*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#{1,6} (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^\\p{L}\\p{N} _-]")]
    private static partial Regex NoAnchor();
}
