using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Tests.Pairs.Answers;
using Weir.Dialects.Tests.Pairs.Requests;

namespace Weir.Dialects.Tests.Pairs;

/// <summary>Whatever clients and providers send, nothing throws, and what is written is JSON.</summary>
[Trait("Category", "Slow")]
public sealed class HostileTests
{
    /// <summary>Values that are put where they do not belong.</summary>
    private static readonly string[] Wrong =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "2147483648", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"type\":\"x\"}", "{\"type\":1}",
        "\"data:;base64,\"", "\"data:image/png;base64,!\"", "\"https://\"", "{\"a\":{\"a\":[1,{}]}}",
    ];

    public static TheoryData<Dialect> Clients() => [.. Pair.Clients];

    public static TheoryData<Dialect> Providers() => [.. Pair.Providers];

    [Theory]
    [MemberData(nameof(Clients))]
    public void A_request_with_anything_anywhere_is_refused_or_written_as_JSON(Dialect client)
    {
        var (written, refused) = (0, 0);
        foreach (var scenario in Enum.GetValues<Scenario>())
        {
            if (Fixtures.Of(client, scenario) is not { } fixture) continue;
            foreach (var request in Mutants(fixture))
            {
                var document = RequestReading.Parse(Encoding.UTF8.GetBytes(request), out var reading);
                if (document is null) continue;
                foreach (var provider in Pair.Providers)
                {
                    reading = new RequestReading();
                    var body = "";
                    Should.NotThrow(() =>
                    {
                        var conversation = Spoken.Client(client).Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
                        if (reading.Fault is null) body = Spoken.Write(provider, conversation);
                    }, $"{client} to {provider}: {request}");
                    if (reading.Fault is null) Should.NotThrow(() => JsonDocument.Parse(body), $"{client} to {provider}: {request}\n{body}");
                    if (reading.Fault is null) written++;
                    else refused++;
                }
            }
        }
        // Both ends of the test are reached, and often.
        written.ShouldBeGreaterThan(500);
        refused.ShouldBeGreaterThan(500);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_stream_with_anything_anywhere_is_malformed_or_passed_on_as_events(Dialect provider)
    {
        foreach (var reply in (string[])["TextAndCalls", "SignedThoughts"])
        {
            var events = ProviderScript.Stream(provider, ProviderScript.Sayable(provider, Replies.All[reply]), new Fragments(1, isWild: false)).ToList();
            foreach (var (index, (name, data)) in events.Index().Where(entry => entry.Item.Data.StartsWith('{')))
                foreach (var mutant in Mutants(data).Prepend("").Prepend(data + data))
                    foreach (var client in Pair.Clients)
                        Play(client, provider, [.. events[..index], (name, mutant), .. events[(index + 1)..]], mutant);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Events_in_any_order_are_malformed_or_passed_on_as_events(Dialect provider)
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Random(seed);
            var events = ProviderScript.Stream(provider, ProviderScript.Sayable(provider, Replies.All["ThoughtsAndCalls"]), new Fragments(seed, isWild: true)).ToArray();
            random.Shuffle(events);
            foreach (var client in Pair.Clients) Play(client, provider, [.. events.Take(random.Next(events.Length + 1))], $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_body_with_anything_anywhere_is_none_or_passed_on_as_JSON(Dialect provider)
    {
        foreach (var mutant in Mutants(ProviderScript.Whole(provider, ProviderScript.Sayable(provider, Replies.All["ThoughtsAndCalls"]), new Fragments(1, isWild: false))))
            foreach (var client in Pair.Clients)
            {
                var output = new ArrayBufferWriter<byte>();
                Should.NotThrow(() =>
                {
                    var collected = new CollectedAnswer();
                    if (!Spoken.Provider(provider).TryRead(Encoding.UTF8.GetBytes(mutant), collected)) return;
                    Spoken.Client(client).Write(collected, Spoken.Context(Spoken.Read(client, Fixtures.Of(client, Scenario.Tools)!)), output);
                    JsonDocument.Parse(output.WrittenMemory);
                }, $"{provider} to {client}: {mutant}\n{Encoding.UTF8.GetString(output.WrittenSpan)}");
            }
    }

    private static void Play(Dialect client, Dialect provider, IEnumerable<(string Name, string Data)> events, string what)
    {
        var output = new ArrayBufferWriter<byte>();
        Should.NotThrow(() =>
        {
            var reader = Spoken.Provider(provider).Stream(1);
            var writer = Spoken.Client(client).Stream(Spoken.Context(Spoken.Read(client, Fixtures.Of(client, Scenario.Tools)!)), output);
            foreach (var (name, data) in events)
                if (reader.Read(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), writer) is StreamEventKind.Malformed or StreamEventKind.Error) break;
            if (reader.IsWhole) writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
            if (output.WrittenCount == 0) return;
            foreach (var (_, data) in ClientEar.Events(Encoding.UTF8.GetString(output.WrittenSpan)))
                if (data != "[DONE]") JsonDocument.Parse(data);
        }, $"{provider} to {client}: {what}\n{Encoding.UTF8.GetString(output.WrittenSpan)}");
    }

    /// <summary>The text with every value replaced by wrong ones, and with every member left out.</summary>
    private static IEnumerable<string> Mutants(string json)
    {
        var places = new List<string>();
        Walk(JsonNode.Parse(json)!, "", places);
        foreach (var (number, place) in places.Index())
        {
            yield return Mutated(json, place, null);
            // Three of the wrong values at each place, all of them over all places.
            for (var i = 0; i < 3; i++) yield return Mutated(json, place, Wrong[(7 * number + 5 * i) % Wrong.Length]);
        }
    }

    private static void Walk(JsonNode? node, string path, List<string> places)
    {
        if (path.Length > 0) places.Add(path);
        if (node is JsonObject members)
            foreach (var (name, value) in members) Walk(value, $"{path}/{name}", places);
        if (node is JsonArray items)
            foreach (var (index, value) in items.Index()) Walk(value, $"{path}/{index}", places);
    }

    private static string Mutated(string json, string place, string? value)
    {
        const string Mark = "\"@@mark@@\"";
        var root = JsonNode.Parse(json)!;
        var steps = place[1..].Split('/');
        var owner = steps[..^1].Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        if (owner is JsonArray array)
        {
            if (value is null) array.RemoveAt(int.Parse(steps[^1]));
            else array[int.Parse(steps[^1])] = JsonNode.Parse(Mark);
        }
        else if (value is null) owner.AsObject().Remove(steps[^1]);
        else owner[steps[^1]] = JsonNode.Parse(Mark);
        return root.ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
    }
}
