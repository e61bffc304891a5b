using Weir.Dialects.Answers;
using Weir.Gateway.Rescue;

namespace Weir.Gateway.Tests.Rescue;

/// <summary>What has been sent is kept as long as somebody could go on with it, and within bounds.</summary>
public sealed class SentAnswerTests
{
    private readonly SentAnswer _sent = new();

    [Fact]
    public void It_says_again_what_it_was_told()
    {
        Say(AnswerPieceKind.Reasoning, "a\\n");
        Say(AnswerPieceKind.Text, "b\\u00e9");
        Say(AnswerPieceKind.Text, "\\\"c");

        var again = new SentAnswer();
        _sent.Replay(again);

        again.Text.SequenceEqual("bé\"c"u8).ShouldBeTrue();
        (again.CanGoOn, again.HasAny).ShouldBe((true, true));
    }

    [Theory]
    [InlineData(AnswerPieceKind.ToolCall)]
    [InlineData(AnswerPieceKind.Refusal)]
    [InlineData(AnswerPieceKind.Media)]
    [InlineData(AnswerPieceKind.Citation)]
    [InlineData(AnswerPieceKind.Stop)]
    public void Nobody_can_go_on_with_anything_but_texts_and_thoughts(AnswerPieceKind kind)
    {
        Say(AnswerPieceKind.Text, "b");
        Say(kind, "c");

        (_sent.CanGoOn, _sent.Text.Length).ShouldBe((false, 0));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_text_to_go_on_with()
    {
        Say(AnswerPieceKind.Text, "\\ud83e");

        _sent.CanGoOn.ShouldBeFalse();
    }

    [Fact]
    public void A_long_answer_is_let_go_of()
    {
        for (var i = 0; i < SentAnswer.Limit / 1024; i++) Say(AnswerPieceKind.Text, new string('x', 1024));
        (_sent.CanGoOn, _sent.Text.Length).ShouldBe((true, SentAnswer.Limit));

        Say(AnswerPieceKind.Text, "x");

        (_sent.CanGoOn, _sent.Text.Length).ShouldBe((false, 0));
    }

    [Fact]
    public void Text_that_was_said_to_its_end_is_not_made_longer()
    {
        Say(AnswerPieceKind.Text, "b");
        _sent.EndPart();
        _sent.CanGoOn.ShouldBeFalse();

        Say(AnswerPieceKind.Text, "c");
        _sent.CanGoOn.ShouldBeTrue();
    }

    private void Say(AnswerPieceKind kind, string inside) => _sent.Take(new AnswerPiece { Kind = kind, Text = System.Text.Encoding.UTF8.GetBytes(inside) });
}
