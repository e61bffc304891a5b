using System.Text;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.Answers;

public sealed class AnswerChoiceTests
{
    private readonly AnswerChoice _choice = new();

    [Fact]
    public void Pieces_of_one_kind_make_one_block()
    {
        Text("Hel");
        Text("lo");
        Shown().ShouldBe("Text:Hello");
        _choice.Blocks[0].IsClosed.ShouldBeFalse();
    }

    [Fact]
    public void Another_kind_begins_another_block_and_closes_the_one_before()
    {
        Take(AnswerPieceKind.Reasoning, "Hmm");
        Text("Yes");
        Take(AnswerPieceKind.Refusal, "No");
        Text("again");
        Shown().ShouldBe("Reasoning:Hmm! Text:Yes! Refusal:No! Text:again");
    }

    [Fact]
    public void A_signature_ends_the_thoughts_before_it()
    {
        Take(AnswerPieceKind.Reasoning, "one");
        _choice.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Text = "sig"u8, Id = "rs_1"u8 }).ShouldBe(_choice.Blocks[0]);
        Take(AnswerPieceKind.Reasoning, "two");
        Shown().ShouldBe("Reasoning:one! Reasoning:two");
        Encoding.UTF8.GetString(_choice.Blocks[0].Signature.Span).ShouldBe("sig");
        Encoding.UTF8.GetString(_choice.Blocks[0].Id.Span).ShouldBe("rs_1");
        _choice.Blocks[1].Signature.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_signature_without_thoughts_is_a_block_of_its_own()
    {
        Text("a");
        Take(AnswerPieceKind.Signature, "sig");
        Take(AnswerPieceKind.Signature, "other");
        Text("b");
        Shown().ShouldBe("Text:a! Reasoning:! Reasoning:! Text:b");
    }

    [Fact]
    public void Enciphered_thoughts_are_whole_at_once()
    {
        Take(AnswerPieceKind.RedactedReasoning, "xyz");
        Take(AnswerPieceKind.RedactedReasoning, "abc");
        Shown().ShouldBe("RedactedReasoning:xyz! RedactedReasoning:abc!");
    }

    [Fact]
    public void Calls_go_on_beside_each_other_and_beside_text()
    {
        Text("I call");
        Call(0, "c0", "f");
        Arguments(0, "{\"a\"");
        Call(1, "c1", "g");
        Arguments(1, "{");
        Arguments(0, ":1}");
        Text("both");
        Arguments(1, "}");
        Take(AnswerPieceKind.EndToolCall, "", call: 1);
        Shown().ShouldBe("Text:I call! ToolCall:{\"a\":1} ToolCall:{}! Text:both");
        Take(AnswerPieceKind.EndToolCall, "", call: 0);
        Shown().ShouldBe("Text:I call! ToolCall:{\"a\":1}! ToolCall:{}! Text:both");
        _choice.CallOf(1).ShouldBe(_choice.Blocks[2]);
        Encoding.UTF8.GetString(_choice.Blocks[1].Id.Span).ShouldBe("c0");
        Encoding.UTF8.GetString(_choice.Blocks[2].Name.Span).ShouldBe("g");
        _choice.CallOf(2).ShouldBeNull();
    }

    [Fact]
    public void A_calls_signature_stays_with_it()
    {
        _choice.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Text = "sig"u8, Id = "c"u8, Name = "f"u8 });
        Encoding.UTF8.GetString(_choice.Blocks[0].Signature.Span).ShouldBe("sig");
        _choice.Blocks[0].Text.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Arguments_of_a_call_that_has_not_begun_go_nowhere()
    {
        Call(0, "c0", "f");
        Take(AnswerPieceKind.Arguments, "{}", call: 3).ShouldBeNull();
        Take(AnswerPieceKind.EndToolCall, "", call: 3).ShouldBeNull();
        Shown().ShouldBe("ToolCall:");
    }

    [Fact]
    public void Why_it_stopped_is_kept()
    {
        _choice.Reason.ShouldBeNull();
        Text("a");
        _choice.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = StopReason.StopSequence, Text = "END"u8 }).ShouldBeNull();
        _choice.Reason.ShouldBe(StopReason.StopSequence);
        Encoding.UTF8.GetString(_choice.StopSequence.Span).ShouldBe("END");
        Shown().ShouldBe("Text:a");
    }

    [Fact]
    public void A_blocks_text_does_not_change_with_the_buffer_that_it_came_in()
    {
        var buffer = "abc"u8.ToArray();
        _choice.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Id = buffer, Name = buffer, Text = buffer });
        _choice.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = buffer });
        buffer.AsSpan().Fill((byte)'x');
        Encoding.UTF8.GetString(_choice.Blocks[0].Id.Span).ShouldBe("abc");
        Encoding.UTF8.GetString(_choice.Blocks[1].Text).ShouldBe("abc");
    }

    [Fact]
    public void Any_interleaving_of_calls_gives_each_its_own_arguments()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            var choice = new AnswerChoice();
            var wanted = Enumerable.Range(0, 5).Select(call => string.Concat(Enumerable.Range(0, 20).Select(_ => (char)random.Next('a', 'z')))).ToArray();
            var sent = new int[wanted.Length];
            for (var call = 0; call < wanted.Length; call++) choice.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = call });
            while (sent.Sum() < 100)
            {
                var call = random.Next(wanted.Length);
                var length = Math.Min(random.Next(1, 6), 20 - sent[call]);
                choice.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = call, Text = Encoding.UTF8.GetBytes(wanted[call].Substring(sent[call], length)) });
                sent[call] += length;
            }
            choice.Blocks.Select(block => Encoding.UTF8.GetString(block.Text)).ShouldBe(wanted, $"seed {Seed}, round {round}");
        }
    }

    private AnswerBlock? Text(string text) => Take(AnswerPieceKind.Text, text);

    private void Call(int call, string id, string name) =>
        _choice.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = call, Id = Encoding.UTF8.GetBytes(id), Name = Encoding.UTF8.GetBytes(name) });

    private void Arguments(int call, string text) => Take(AnswerPieceKind.Arguments, text, call);

    private AnswerBlock? Take(AnswerPieceKind kind, string text, int call = 0) =>
        _choice.Take(new AnswerPiece { Kind = kind, Call = call, Text = Encoding.UTF8.GetBytes(text) });

    private string Shown() => string.Join(' ', _choice.Blocks.Select(block => $"{block.Kind}:{Encoding.UTF8.GetString(block.Text)}{(block.IsClosed ? "!" : "")}"));
}
