using System.Text;
using Weir.Dialects.Answers.Checks;

namespace Weir.Dialects.Tests.Answers.Checks;

public sealed class RepetitionTests
{
    private const string Sentence = "I am sorry, but as I said before I cannot do that. ";

    /// <summary>Text without a period: a counter in it grows.</summary>
    private static string Prose(int bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < bytes; i++) text.Append(Sentence).Append(i).Append(' ');
        return text.ToString(0, bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(400)]
    [InlineData(800)]
    public void A_piece_that_stands_there_over_and_over_is_a_loop(int period)
    {
        var piece = Prose(period);
        Finds(Prose(3000) + string.Concat(Enumerable.Repeat(piece, (10_000 / period) + 1)), 17).ShouldBeTrue();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void It_makes_no_difference_in_what_pieces_it_comes(int size) => Finds(string.Concat(Enumerable.Repeat(Sentence, 200)), size).ShouldBeTrue();

    [Fact]
    public void A_loop_is_found_soon_after_it_is_one()
    {
        using var repetition = new Repetition();
        var loops = 0;
        while (!repetition.IsFound && loops < 1000)
        {
            repetition.Feed(Encoding.UTF8.GetBytes(Sentence));
            loops++;
        }
        (loops * Sentence.Length).ShouldBeInRange(2048, 2048 + 1024);
    }

    [Fact]
    public void Prose_is_no_loop() => Finds(Prose(100_000), 100).ShouldBeFalse();

    [Fact]
    public void What_is_repeated_a_few_times_is_no_loop() => Finds(Prose(5000) + string.Concat(Enumerable.Repeat(Prose(500), 4)) + Prose(5000), 100).ShouldBeFalse();

    [Fact]
    public void A_line_of_dashes_is_no_loop() => Finds(Prose(3000) + new string('-', 1500) + Prose(3000), 100).ShouldBeFalse();

    [Fact]
    public void Rows_of_numbers_that_differ_are_no_loop() => Finds(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"id\":{i},\"value\":0,\"unit\":\"mm\"}},")), 64).ShouldBeFalse();

    private static bool Finds(string text, int size)
    {
        using var repetition = new Repetition();
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length; at += size) repetition.Feed(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        return repetition.IsFound;
    }
}
