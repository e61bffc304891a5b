using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Answers;

public sealed class CollectedAnswerTests
{
    private readonly CollectedAnswer _answer = new();

    [Fact]
    public void An_answer_that_has_not_begun_is_empty()
    {
        _answer.Model.IsEmpty.ShouldBeTrue();
        _answer.Choices.ShouldBeEmpty();
        _answer.Usage.ShouldBeNull();
    }

    [Fact]
    public void Everything_that_was_said_is_kept()
    {
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = "m-1"u8, Id = "x"u8 });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(9, 1) });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = "Hi"u8 });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = StopReason.MaxTokens });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(9, 5), IsFinal = true });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        Encoding.UTF8.GetString(_answer.Model.Span).ShouldBe("m-1");
        _answer.Usage.ShouldBe(new TokenUsage(9, 5));
        _answer.Choices.ShouldHaveSingleItem().Reason.ShouldBe(StopReason.MaxTokens);
    }

    [Fact]
    public void Choices_are_kept_apart_in_whatever_order_they_come()
    {
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = 1, Text = "b"u8 });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = 0, Text = "a"u8 });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = 1, Text = "b"u8 });
        _answer.Choices.Select(choice => Encoding.UTF8.GetString(choice.Blocks[0].Text)).ShouldBe(["a", "bb"]);
    }

    [Fact]
    public void Beginning_and_end_make_no_choice()
    {
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage });
        _answer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        _answer.Choices.ShouldBeEmpty();
    }
}
