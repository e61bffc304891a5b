using System.Text;
using System.Text.Json;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ArgumentProgressTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(""" { "a" : [ { "b" : "}]" } , "\" } \\" ] , "c\\" : "\\\\\"}" }""")]
    [InlineData("{\"\u00e9😀\":{\"x\":[[],{}]},\"\\u007d\":\"\\u0022\"}")]
    [InlineData("[1,2]")]
    public void An_object_is_whole_where_it_ends_and_not_before(string json)
    {
        foreach (var inside in (string[])[JsonSerializer.Serialize(json)[1..^1], string.Concat(json.Select(c => $"\\u{(int)c:x4}")), json.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)])
        {
            var whole = new ArgumentProgress();
            whole.Follow(Encoding.UTF8.GetBytes(inside));
            whole.IsWhole.ShouldBeTrue(inside);

            var half = new ArgumentProgress();
            foreach (var unit in Units(inside.TrimEnd())[..^1])
            {
                half.Follow(Encoding.UTF8.GetBytes(unit));
                half.IsWhole.ShouldBeFalse($"{inside} after {unit}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("}{")]
    [InlineData("\\\"{}\\\"")]
    [InlineData("\\")]
    [InlineData("\\u12")]
    public void What_is_no_object_never_is(string inside)
    {
        var progress = new ArgumentProgress();
        Should.NotThrow(() => progress.Follow(Encoding.UTF8.GetBytes(inside)));
        progress.IsWhole.ShouldBeFalse();
    }

    /// <summary>Escapes are never cut in two.</summary>
    private static List<string> Units(string inside)
    {
        var units = new List<string>();
        for (var at = 0; at < inside.Length; at += units[^1].Length)
            units.Add(inside[at] != '\\' ? inside[at..(at + 1)] : inside[at + 1] == 'u' ? inside[at..(at + 6)] : inside[at..(at + 2)]);
        return units;
    }
}
