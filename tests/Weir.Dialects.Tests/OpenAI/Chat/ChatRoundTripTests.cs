using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

/// <summary>Answers of any make, written as a stream and read again, are the answers that they were.</summary>
public sealed class ChatRoundTripTests
{
    private static readonly string[] Texts = ["a", " word", @"\n", @"\u00e9", @"\""", @"\\", "é", "{", @"\/", @"\ud83d\ude00"];

    [Fact]
    public void Whatever_is_written_as_a_stream_is_read_as_the_same_answer()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var direct = new CollectedAnswer();
            var streamed = new Streamed();
            Compose(new Random(seed), direct);
            Compose(new Random(seed), streamed);
            var again = new CollectedAnswer();
            var reader = ChatDialect.Instance.Stream(1);
            foreach (var data in streamed.Payloads())
                reader.Read(default, Encoding.UTF8.GetBytes(data), again).ShouldNotBe(StreamEventKind.Malformed, $"seed {seed}: {data}");
            reader.IsWhole.ShouldBeTrue($"seed {seed}");
            var (expected, actual) = (Written.Completion(Written.Context(), direct), Written.Completion(Written.Context(), again));
            JsonElement.DeepEquals(expected, actual).ShouldBeTrue($"seed {seed}\n{expected.GetRawText()}\n{actual.GetRawText()}");
        }
    }

    private static void Compose(Random random, IAnswerSink sink)
    {
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = "m"u8 });
        var calls = new int[2];
        for (var step = random.Next(30); step > 0; step--)
        {
            var choice = random.Next(2);
            var text = Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);
            switch (random.Next(7))
            {
                case 0: sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Refusal, Choice = choice, Text = text }); break;
                case 1: sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Choice = choice, Text = text }); break;
                case 2: sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Signature, Choice = choice, Text = text, Id = random.Next(2) == 0 ? default : text }); break;
                case 3: sink.Take(new AnswerPiece { Kind = AnswerPieceKind.RedactedReasoning, Choice = choice, Text = text }); break;
                case 4:
                    var id = Encoding.ASCII.GetBytes($"id_{choice}_{calls[choice]}");
                    sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Choice = choice, Call = calls[choice]++, Id = id, Name = "f"u8, Text = random.Next(2) == 0 ? default : text });
                    break;
                case 5 when calls[choice] > 0:
                    sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Choice = choice, Call = random.Next(calls[choice]), Text = text });
                    break;
                default: sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Choice = choice, Text = text }); break;
            }
        }
        for (var choice = 0; choice < 2; choice++)
        {
            for (var call = 0; call < calls[choice]; call++) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Choice = choice, Call = call });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Choice = choice, Reason = calls[choice] > 0 ? StopReason.ToolCalls : StopReason.EndTurn });
        }
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
    }

    private sealed class Streamed : IAnswerSink
    {
        private readonly ArrayBufferWriter<byte> _output = new();
        private readonly AnswerWriter _writer;

        public Streamed() => _writer = ChatDialect.Instance.Stream(Written.Context(), _output);

        public void Take(in AnswerPiece piece) => _writer.Take(piece);

        public IEnumerable<string> Payloads() =>
            Encoding.UTF8.GetString(_output.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text["data: ".Length..]);
    }
}
