using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Answers.Checks;
using Weir.Dialects.Json;
using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Answers.Checks;

/// <summary>How often good answers are taken for bad ones, measured on real ones.</summary>
public sealed class AnswerCheckerDataTests
{
    [AgentRunsFact]
    public void No_answer_of_a_real_agent_is_taken_for_a_loop_or_for_foreign()
    {
        var judged = 0;
        foreach (var line in File.ReadLines(SharedData.Find(AgentRunsFactAttribute.Runs)!))
        {
            var messages = JsonElement.Parse(line).GetProperty("messages").EnumerateArray().ToList();
            for (var at = 0; at < messages.Count; at++)
            {
                if (messages[at].GetProperty("role").GetString() != "assistant") continue;
                var request = $$"""{"messages":[{{string.Join(',', messages.Take(at).Select(said => said.GetRawText()))}}]}""";
                using var checker = new AnswerChecker(DialectTable.Provider(Dialect.Chat), null, PromptScripts.Of(Encoding.UTF8.GetBytes(request)), findsRepetition: true);
                foreach (var text in TextsOf(messages[at])) checker.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = text });
                checker.Judge().ShouldBeNull(messages[at].GetRawText());
                judged++;
            }
        }
        judged.ShouldBeGreaterThan(500);
    }

    private static List<byte[]> TextsOf(JsonElement message)
    {
        var texts = new List<byte[]>();
        if (message.TryGetProperty("content", out var content)) texts.Add(RawJson.Inside(content).ToArray());
        if (message.TryGetProperty("tool_calls", out var calls)) texts.AddRange(calls.EnumerateArray().Select(call => RawJson.Inside(call.GetProperty("arguments")).ToArray()));
        return texts;
    }
}
