using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Answers;

public sealed class TextLengthTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("abc", 3, 3)]
    [InlineData("é", 1, 2)]
    [InlineData("日本", 2, 6)]
    [InlineData("🦫", 1, 4)]
    [InlineData(@"a\n\""\\", 4, 4)]
    [InlineData(@"\u0041\u00e9\u07ff\u0800\u65e5", 5, 11)]
    [InlineData(@"\ud83e\uddab!", 2, 5)]
    [InlineData(@"\uD83E\uDDAB", 1, 4)]
    public void Characters_and_bytes_are_counted_however_they_are_written(string inside, int characters, int bytes)
    {
        var length = default(TextLength);
        length.Add(Encoding.UTF8.GetBytes(inside));
        (length.Characters, length.Bytes).ShouldBe((characters, bytes));
        var said = RawJson.Say(Encoding.UTF8.GetBytes(inside)).ShouldNotBeNull();
        (said.EnumerateRunes().Count(), Encoding.UTF8.GetByteCount(said)).ShouldBe((characters, bytes));
    }

    [Fact]
    public void A_text_in_pieces_is_as_long_as_the_whole()
    {
        var length = default(TextLength);
        foreach (var piece in (string[])["Zü", @"\ud83e", @"\uddab", "rich"]) length.Add(Encoding.UTF8.GetBytes(piece));
        (length.Characters, length.Bytes, length.IsAscii).ShouldBe((7, 11, false));
    }

    [Fact]
    public void What_is_no_text_is_counted_without_harm() => Should.NotThrow(() =>
    {
        foreach (var broken in (string[])["\\", "\\u", "\\u12", "\\ud"]) TextLength.Of(Encoding.UTF8.GetBytes(broken)).ShouldBeLessThan(5);
    });
}
