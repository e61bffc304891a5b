using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Weir.Cli.Usage;

namespace Weir.Cli.Tests.Docs;

/// <summary>Every command line that README or a guide shows is one that the program understands, whether or not a test runs it.</summary>
public sealed class CommandLinesTests
{
    public static TheoryData<string> Lines => [.. Pages.All
        .Where(static page => page == "README.md" || page.StartsWith("docs/guides/", StringComparison.Ordinal))
        .SelectMany(static page => FencedBlock.ReadAll(Path.Combine(Pages.Root, page)))
        .Where(static block => block.Language == "sh")
        .SelectMany(static block => block.Lines)
        .Select(static line => line.Trim())
        .Where(static line => line.StartsWith("./weir ", StringComparison.Ordinal) || line.StartsWith("weir ", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_has_a_verb_and_options_that_there_are(string line)
    {
        var parsed = CommandLineParser.Parse(WeirCommand.Root(), [.. WordsOf(line).Skip(1)], new ParserConfiguration { ResponseFileTokenReplacer = null });

        WrongUsage.IsWrong(parsed).ShouldBeFalse(string.Join(' ', parsed.Errors.Select(error => error.Message)));
    }

    [Fact]
    public void Words_are_taken_apart_as_a_shell_does() =>
        WordsOf("weir costs --price 'input: 1, output: 4' --reason \"a b\" > x.csv   # why").ShouldBe(["weir", "costs", "--price", "input: 1, output: 4", "--reason", "a b"]);

    /// <summary>The words up to whatever the shell would keep for itself: a comment, a pipe, a file that the output goes to.</summary>
    private static List<string> WordsOf(string line)
    {
        var (words, word, quote) = (new List<string>(), new StringBuilder(), '\0');
        foreach (var c in line + " ")
        {
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word.Append(c);
            }
            else if (c is '\'' or '"') quote = c;
            else if (c != ' ') word.Append(c);
            else if (word.Length > 0)
            {
                if (word[0] is '#' or '|' or '>' or '<' or '&' or ';' or '\\') return words;
                words.Add(word.ToString());
                word.Clear();
            }
        }
        return words;
    }
}
