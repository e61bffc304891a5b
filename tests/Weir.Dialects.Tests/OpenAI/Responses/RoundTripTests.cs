using System.Buffers;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class RoundTripTests
{
    private const int Seed = 31_415_926;

    [Fact]
    public void Whatever_is_said_arrives_as_it_was_said_streamed_or_whole()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 500; round++)
        {
            var said = new Tee();
            var stream = new ArrayBufferWriter<byte>();
            said.Streamed = ResponsesDialect.Instance.Stream(Spoken.Context(), stream);
            Say(random, said);
            var expected = InWords(said.Collected);

            var streamed = new CollectedAnswer();
            var reader = ResponsesDialect.Instance.Stream(1);
            foreach (var line in Encoding.UTF8.GetString(stream.WrittenSpan).Split('\n'))
                if (line.StartsWith("data: ", StringComparison.Ordinal)) reader.Read(default, Encoding.UTF8.GetBytes(line[6..]), streamed).ShouldNotBe(StreamEventKind.Malformed);
            reader.IsWhole.ShouldBeTrue();
            InWords(streamed).ShouldBe(expected, $"round {round}, streamed");

            var body = new ArrayBufferWriter<byte>();
            ResponsesDialect.Instance.Write(said.Collected, Spoken.Context(), body);
            var whole = new CollectedAnswer();
            ResponsesDialect.Instance.TryRead(body.WrittenMemory, whole).ShouldBeTrue();
            InWords(whole).ShouldBe(expected, $"round {round}, whole");
        }
    }

    private static void Say(Random random, IAnswerSink sink)
    {
        var calls = 0;
        var open = new List<int>();
        sink.Begin();
        for (var i = random.Next(16); i > 0; i--)
        {
            var text = new[] { "a", @"\n", "é", @"\u00e9", "{}", " " }[random.Next(6)];
            switch (random.Next(10))
            {
                case 0 or 1: sink.Text(text); break;
                case 2: sink.Refusal(text); break;
                case 3: sink.Think(text); break;
                case 4: sink.Sign("SIG" + i, random.Next(2) == 0 ? "" : "rs_" + i); break;
                case 5: sink.Redacted("DATA" + i); break;
                case 6:
                    sink.Call(calls, "call" + calls, "f", random.Next(2) == 0 ? "" : "GEM");
                    open.Add(calls++);
                    break;
                case 7 or 8 when open.Count > 0: sink.Arguments(open[random.Next(open.Count)], text); break;
                case 9 when open.Count > 0:
                    var ended = open[random.Next(open.Count)];
                    open.Remove(ended);
                    sink.EndCall(ended);
                    break;
            }
        }
        foreach (var call in open) sink.EndCall(call);
        sink.Stop(calls > 0 ? StopReason.ToolCalls : StopReason.EndTurn).Usage().End();
    }

    /// <summary>The blocks in words. Functions without arguments get an empty object; identifiers of thoughts are OpenAI's or Weir's own.</summary>
    private static string InWords(CollectedAnswer answer) => $"{answer.Choices[0].Reason} {answer.Usage?.Input}/{answer.Usage?.Output}\n" + string.Join('\n', answer.Choices[0].Blocks.Select(block =>
        $"{block.Kind} {(block.Kind == AnswerBlockKind.ToolCall ? $"{block.Call} {Word(block.Id.Span)} {Word(block.Name.Span)}" : "")} {Text(block)} {Word(block.Signature.Span)}"));

    private static string Text(AnswerBlock block) => block is { Kind: AnswerBlockKind.ToolCall, Text.IsEmpty: true } ? "{}" : Word(block.Text);

    private static string Word(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>Hands pieces to a stream's writer and collects them.</summary>
    private sealed class Tee : IAnswerSink
    {
        public CollectedAnswer Collected { get; } = new();

        public AnswerWriter? Streamed { get; set; }

        public void Take(in AnswerPiece piece)
        {
            Collected.Take(piece);
            Streamed?.Take(piece);
        }
    }
}
