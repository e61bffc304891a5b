using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Anthropic;
using Weir.Dialects.OpenAI.Responses;
using Weir.Testing;

namespace Weir.Dialects.Tests.Answers;

public sealed class LeftOutTests
{
    private readonly CollectedAnswer _answer = new();

    private string Text => Encoding.UTF8.GetString(_answer.Choice(0).Blocks.SelectMany(block => block.Text.ToArray()).ToArray());

    [Fact]
    public void Every_picture_is_missed_and_each_kind_is_named_once()
    {
        var leftOut = new LeftOut(MessagesDialect.Instance, mayNote: true, _answer);
        for (var i = 0; i < 2; i++) leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Name = "image/png"u8, Text = "AAAA"u8 });

        Text.ShouldBe(@"[This API cannot carry what was left out here: image/png]\n\n\n[This API cannot carry what was left out here: image/png]\n");
        leftOut.Names.ShouldBe(["image/png"]);
    }

    [Fact]
    public void A_recording_that_comes_bit_by_bit_leaves_one_line()
    {
        var leftOut = new LeftOut(MessagesDialect.Instance, mayNote: true, _answer);
        for (var i = 0; i < 5; i++) leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Name = "audio"u8 });

        Text.ShouldBe(@"[This API cannot carry what was left out here: audio]\n");
    }

    [Fact]
    public void A_picture_at_an_address_leaves_the_address()
    {
        var leftOut = new LeftOut(ResponsesDialect.Instance, mayNote: true, _answer);
        leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Media, Name = "image"u8, Id = "https://a.example/p.png"u8 });

        Text.ShouldContain("https://a.example/p.png");
        leftOut.Names.ShouldBe(["image"]);
    }

    [Fact]
    public void A_range_behind_a_line_of_our_own_is_not_known()
    {
        var leftOut = new LeftOut(MessagesDialect.Instance, mayNote: true, _answer);
        leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Unknown, Name = "hologram"u8 });
        leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = "a"u8 });
        leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Citation, Id = "https://a.example"u8, Start = 0, End = 1 });

        _answer.Choice(0).Blocks[^1].Citations.ShouldHaveSingleItem().End.ShouldBe(0);
    }

    [Fact]
    public void Names_are_few_and_short_whatever_a_provider_says()
    {
        var leftOut = new LeftOut(MessagesDialect.Instance, mayNote: true, _answer);
        for (var i = 0; i < 100; i++) leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Work, Name = Encoding.UTF8.GetBytes(new string('x', i)) });

        leftOut.Names.Count().ShouldBeLessThanOrEqualTo(16);
        leftOut.Names.ShouldAllBe(name => name.Length <= 64);
        Text.ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_that_loses_nothing_costs_nothing()
    {
        var leftOut = new LeftOut(MessagesDialect.Instance, mayNote: true, new NoSink());
        Allocated.By(() => leftOut.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = "word"u8 })).ShouldBe(0);
        leftOut.Any.ShouldBeFalse();
    }

    private sealed class NoSink : IAnswerSink
    {
        public void Take(in AnswerPiece piece)
        {
        }
    }
}
