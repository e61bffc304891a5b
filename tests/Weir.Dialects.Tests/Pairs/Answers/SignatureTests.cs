using System.Text;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Tests.Pairs.Requests;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>Signatures of thoughts that a client gives back reach the provider that made them, and no other.</summary>
public sealed class SignatureTests
{
    private const string Signature = "c2lnbmF0dXJl";

    public static TheoryData<Dialect, Dialect, Dialect> All()
    {
        var all = new TheoryData<Dialect, Dialect, Dialect>();
        foreach (var client in (Dialect[])[Dialect.Responses, Dialect.Messages, Dialect.Gemini])
            foreach (var origin in Pair.Providers)
                foreach (var next in Pair.Providers) all.Add(client, origin, next);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_signature_reaches_whom_it_belongs_to(Dialect client, Dialect origin, Dialect next)
    {
        var marked = new Heard();
        new SignatureMark(origin, marked).Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Id = origin == Dialect.Responses ? "rs_1"u8 : default, Text = "c2lnbmF0dXJl"u8 });
        var request = Fixtures.Of(client, Scenario.ThoughtsGivenBack)!.Replace(Signature, marked.Text, StringComparison.Ordinal);
        var conversation = Spoken.Read(client, request);
        conversation.Reading.Fault.ShouldBeNull();
        SignatureMark.Unmark(conversation, client, next);
        var written = Spoken.Write(next, conversation, "anthropic.claude-sonnet-4-20250514-v1:0");

        JsonNode.Parse(written).ShouldNotBeNull();
        written.ShouldNotContain("weir.");
        var isTheirs = origin == next || (origin, next) is (Dialect.Messages, Dialect.Converse) or (Dialect.Converse, Dialect.Messages);
        // Chat has no place for signatures that others could verify.
        if (next != Dialect.Chat) written.Contains(Signature, StringComparison.Ordinal).ShouldBe(isTheirs, written);
        conversation.Reading.Omissions.ShouldBeEmpty();
    }

    private sealed class Heard : IAnswerSink
    {
        public string Text { get; private set; } = "";

        public void Take(in AnswerPiece piece) => Text = Encoding.UTF8.GetString(piece.Text);
    }
}
