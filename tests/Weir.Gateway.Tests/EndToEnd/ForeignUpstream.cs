using Microsoft.AspNetCore.Http;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Scripted upstreams that speak other dialects than OpenAI's, and what Anthropic's says.</summary>
internal static class ForeignUpstream
{
    /// <summary>One provider of Anthropic's dialect, one deployment with a price, one model.</summary>
    public const string Anthropic = """
        providers:
          up: { dialect: anthropic, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: claude-upstream, max_output_tokens: 777, price: { input: 1, output: 10, cached_input: 0.1 } }
        models:
          asked-model: { route: [big], drop: [seed, anthropic-beta] }
        """;

    /// <summary>One provider of Gemini's dialect.</summary>
    public const string Gemini = """
        providers:
          up: { dialect: gemini, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: gemini-upstream, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big] }
        """;

    /// <summary>A whole answer: of 1,000 prompt tokens 900 came out of the cache.</summary>
    public const string Answer = """
        {"id":"msg_up","type":"message","role":"assistant","model":"claude-upstream-2026","content":[{"type":"text","text":"Hello \u00e9 there."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":70,"cache_creation_input_tokens":30,"cache_read_input_tokens":900,"output_tokens":200},"x_unknown":1.50}
        """;

    public static readonly string Start = Event("message_start", """{"type":"message_start","message":{"id":"msg_up","type":"message","role":"assistant","model":"claude-upstream-2026","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":70,"cache_creation_input_tokens":30,"cache_read_input_tokens":900,"output_tokens":1}}}""");

    public static readonly string BlockStart = Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");

    public static readonly string BlockStop = Event("content_block_stop", """{"type":"content_block_stop","index":0}""");

    public static readonly string End =
        Event("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}""") + Event("message_stop", """{"type":"message_stop"}""");

    /// <summary>A piece of text, given as the inside of a JSON string.</summary>
    public static string Delta(string text) => Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""");

    /// <summary>One event.</summary>
    public static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    /// <summary>Answers with an error in Anthropic's shape.</summary>
    public static Task ErrorAsync(HttpContext http, int status, string type, string message) =>
        ScriptedUpstream.JsonAsync(http, status, $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_up"}""");
}
