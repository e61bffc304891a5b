using System.Text.Json.Nodes;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>Whatever stands in whatever place of a request, the simulator answers it or refuses it; it never breaks.</summary>
[Trait("Category", "Slow")]
public sealed class OddRequestTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private static readonly string[] Odd =
    [
        "null", "5", "-1.5", "99999999999999999999", "true", "\"odd\"", "\"\"", "[]", "[null]", "[[]]", "{}", "{\"odd\":null}", "[{}]", "[5]",
    ];

    public static TheoryData<string, string> Rich => new()
    {
        {
            "/v1/chat/completions",
            """
            {"model":"sim","temperature":1,"stop":["x"],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"auto",
             "messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"https://a.example/"}},
              {"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA"}}]},
              {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"}]}
            """
        },
        {
            "/v1/responses",
            """
            {"model":"sim","instructions":"i","temperature":1,"text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"}},"verbosity":"low"},
             "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"metadata":{"a":"b"},"prompt_cache_key":"k","store":false,
             "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},
             "input":[{"role":"user","content":[{"type":"input_text","text":"t"},{"type":"input_image","image_url":"https://a.example/"},{"type":"input_file","file_url":"https://a.example/"}]},
              {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"r"}]}
            """
        },
        {
            "/v1/messages",
            """
            {"model":"sim","max_tokens":5000,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"stop_sequences":["x"],
             "thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object"}}},"metadata":{"user_id":"u"},
             "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],"tool_choice":{"type":"tool","name":"f"},
             "messages":[{"role":"user","content":[{"type":"text","text":"t"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
               {"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"citations":{"enabled":false}}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":[{"type":"text","text":"r"}]}]}]}
            """
        },
        {
            "/v1beta/models/sim:generateContent",
            """
            {"systemInstruction":{"parts":[{"text":"s"}]},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}],
             "generationConfig":{"stopSequences":["x"],"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","properties":{"a":{"type":"STRING","minLength":"1"}},"anyOf":[{"type":"OBJECT"}]},
              "thinkingConfig":{"includeThoughts":true,"thinkingBudget":5},"topK":5,"candidateCount":1},
             "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
             "contents":[{"role":"user","parts":[{"text":"t"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"fileData":{"fileUri":"https://a.example/"}}]},
              {"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"r"}}}]}]}
            """
        },
        {
            "/model/sim/converse",
            """
            {"system":[{"text":"s"},{"cachePoint":{"type":"default"}}],"inferenceConfig":{"maxTokens":5000,"stopSequences":["x"]},
             "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024},"top_k":5,"output_config":{"effort":"low"}},"additionalModelResponseFieldPaths":["/stop_sequence"],
             "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{}"}}}},"requestMetadata":{"a":"b"},"performanceConfig":{"latency":"standard"},
             "toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"tool":{"name":"f"}}},
             "messages":[{"role":"user","content":[{"text":"t"},{"image":{"format":"png","source":{"bytes":"AAAA"}}},{"document":{"format":"txt","name":"n","source":{"text":"d"}}}]},
              {"role":"assistant","content":[{"toolUse":{"toolUseId":"c","name":"f","input":{}}}]},
              {"role":"user","content":[{"toolResult":{"toolUseId":"c","content":[{"json":{"a":1}}]}}]}]}
            """
        },
        { "/v1/completions", """{"model":"sim","prompt":["p"],"stop":["x"],"n":1,"seed":1}""" },
        { "/v1/moderations", """{"model":"m","input":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u"}}]}""" },
        { "/v1beta/models/sim:batchEmbedContents", """{"requests":[{"model":"models/sim","content":{"parts":[{"text":"t"}]},"outputDimensionality":8,"taskType":"CLUSTERING"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Rich))]
    public async Task It_is_answered_or_refused(string path, string body)
    {
        var client = DialectClient.For(simulator, DialectCase.Headers);
        var whole = JsonNode.Parse(body)!;
        await client.AskAsync(path, whole);
        foreach (var place in Places(whole, []))
        {
            foreach (var odd in Odd)
            {
                using var response = await client.SendAsync(path, Replace(whole, place, JsonNode.Parse(odd)));
                ((int)response.StatusCode).ShouldBeOneOf([200, 400, 404], $"{odd} at {string.Join('.', place)}: {await response.Content.ReadAsStringAsync()}");
            }
        }
    }

    /// <summary>The way to every value, by names and indices.</summary>
    private static IEnumerable<object[]> Places(JsonNode node, object[] way)
    {
        var children = node switch
        {
            JsonObject owner => owner.Select(member => ((object)member.Key, member.Value)),
            JsonArray list => list.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            object[] place = [.. way, step];
            yield return place;
            foreach (var deeper in Places(child!, place))
                yield return deeper;
        }
    }

    private static JsonNode Replace(JsonNode whole, object[] place, JsonNode? value)
    {
        var copy = whole.DeepClone();
        var owner = copy;
        foreach (var step in place[..^1])
            owner = step is string name ? owner[name]! : owner[(int)step]!;
        if (place[^1] is string last)
            owner[last] = value;
        else
            owner[(int)place[^1]] = value;
        return copy;
    }
}
