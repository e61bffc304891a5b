using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Testing;

namespace Weir.Dialects.Tests.Pairs;

/// <summary>
/// Requests of very many small things: reading and writing one takes time and memory in proportion to its length. With work
/// that grows with its square one of these would take minutes, and allocate hundreds of times what it is long.
/// </summary>
[Trait("Category", "Slow")]
public sealed class LargeRequestTests
{
    private const int Many = 20_000;

    /// <summary>Most bytes allocated for each byte of a request; the greediest of these takes some hundred.</summary>
    private const int MostAllocated = 400;

    public static TheoryData<string, Dialect, Dialect> All() => new()
    {
        { "calls", Dialect.Chat, Dialect.Messages },
        { "calls", Dialect.Responses, Dialect.Converse },
        { "calls", Dialect.Gemini, Dialect.Chat },
        { "calls by name", Dialect.Gemini, Dialect.Chat },
        { "calls of one name", Dialect.Gemini, Dialect.Chat },
        { "allowed tools", Dialect.Chat, Dialect.Responses },
        { "allowed tools", Dialect.Responses, Dialect.Messages },
        { "allowed tools", Dialect.Responses, Dialect.Converse },
        { "allowed tools", Dialect.Gemini, Dialect.Chat },
        { "files of one name", Dialect.Chat, Dialect.Converse },
        { "thoughts", Dialect.Gemini, Dialect.Responses },
        { "thoughts", Dialect.Chat, Dialect.Gemini },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void A_request_is_read_and_written_in_proportion_to_its_length(string what, Dialect client, Dialect provider)
    {
        var request = Encoding.UTF8.GetBytes(Request(what, client));
        using var document = RequestReading.Parse(request, out var reading).ShouldNotBeNull();
        var written = "";
        Allocated.By(
            () =>
            {
                var conversation = Spoken.Client(client).Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
                reading.Fault.ShouldBeNull();
                written = Spoken.Write(provider, conversation);
            },
            times: 1).ShouldBeLessThan(MostAllocated * (long)request.Length);
        written.Length.ShouldBeGreaterThan(Many);
        using (JsonDocument.Parse(written)) { }
    }

    /// <summary>What is looked for last stands first, so that whoever looks from either end looks at much.</summary>
    private static string Request(string what, Dialect client) => (what, client) switch
    {
        ("calls", Dialect.Chat) => Filled(
            """{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[@]},@]}""",
            Forth("""{"id":"c#","type":"function","function":{"name":"f","arguments":"{}"}}"""), Back("""{"role":"tool","tool_call_id":"c#","content":"r"}""")),
        ("calls", Dialect.Responses) => Filled(
            """{"input":[{"role":"user","content":"q"},@,@]}""",
            Forth("""{"type":"function_call","call_id":"c#","name":"f","arguments":""}"""), Forth("""{"type":"function_call_output","call_id":"c#","output":"r"}""")),
        ("calls", Dialect.Gemini) => Filled(
            """{"contents":[{"parts":[{"text":"q"}]},{"role":"model","parts":[@]},{"parts":[@]}]}""",
            Forth("""{"functionCall":{"id":"c#","name":"f"}}"""), Back("""{"functionResponse":{"id":"c#","name":"f","response":{}}}""")),
        ("calls by name", Dialect.Gemini) => Filled(
            """{"contents":[{"parts":[{"text":"q"}]},{"role":"model","parts":[@]},{"parts":[@]}]}""",
            Forth("""{"functionCall":{"name":"f#"}}"""), Back("""{"functionResponse":{"name":"f#","response":{}}}""")),
        ("calls of one name", Dialect.Gemini) => Filled(
            """{"contents":[{"parts":[{"text":"q"}]},{"role":"model","parts":[@]},{"parts":[@]}]}""",
            Forth("""{"functionCall":{"name":"f"}}"""), Forth("""{"functionResponse":{"name":"f","response":{}}}""")),
        ("allowed tools", Dialect.Chat) => Filled(
            """{"messages":[{"role":"user","content":"q"}],"tools":[@],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[@]}}}""",
            Forth("""{"type":"function","function":{"name":"f#"}}"""), Back("""{"type":"function","function":{"name":"f#"}}""")),
        ("allowed tools", Dialect.Responses) => Filled(
            """{"input":"q","tools":[@],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[@]}}""",
            Forth("""{"type":"function","name":"f#"}"""), Back("""{"type":"function","name":"f#"}""")),
        ("allowed tools", Dialect.Gemini) => Filled(
            """{"contents":[{"parts":[{"text":"q"}]}],"tools":[{"functionDeclarations":[@]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":[@]}}}""",
            Forth("""{"name":"f#"}"""), Back("\"f#\"")),
        ("files of one name", Dialect.Chat) => Filled("""{"messages":[{"role":"user","content":[@]}]}""", Forth("""{"type":"file","file":{"file_data":"data:text/plain;base64,QQ=="}}""")),
        ("thoughts", Dialect.Gemini) => Filled(
            """{"contents":[{"parts":[{"text":"q"}]},{"role":"model","parts":[@,{"thought":true,"text":"","thoughtSignature":"c2ln"},{"text":"a"}]},{"parts":[@]}]}""",
            Forth("""{"thought":true,"text":"a thought of mine"}"""), Forth("""{"text":"q"}""")),
        ("thoughts", Dialect.Chat) => Filled(
            """{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","reasoning_details":[@]},{"role":"user","content":[@]}]}""",
            Forth("""{"type":"reasoning.text","text":"a thought of mine","index":0}"""), Forth("""{"type":"text","text":"q"}""")),
        _ => throw new ArgumentOutOfRangeException(nameof(what), $"{what} in {client}"),
    };

    /// <summary>Puts each list in the place of an at sign.</summary>
    private static string Filled(string request, params string[] lists) =>
        string.Concat(request.Split('@').Select((piece, index) => piece + (index < lists.Length ? lists[index] : "")));

    /// <summary>The element many times, with its number in the place of a number sign.</summary>
    private static string Forth(string element) => string.Join(',', Enumerable.Range(0, Many).Select(number => element.Replace("#", $"{number}", StringComparison.Ordinal)));

    private static string Back(string element) => string.Join(',', Enumerable.Range(0, Many).Select(number => element.Replace("#", $"{Many - 1 - number}", StringComparison.Ordinal)));
}
