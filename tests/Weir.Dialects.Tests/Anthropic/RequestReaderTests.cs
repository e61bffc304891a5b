using System.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class RequestReaderTests
{
    [Fact]
    public void System_prompts_and_messages_become_turns_in_their_order()
    {
        var read = Requests.ReadGood("""
            "system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"b"}],
            "messages":[{"role":"user","content":"c"},{"role":"assistant","content":[{"type":"text","text":"d"}]},{"role":"system","content":"e"},{"role":"user","content":[{"type":"text","text":"f\u00e9"}]}]
            """);
        read.Turns.Select(turn => turn.Role).ShouldBe([TurnRole.System, TurnRole.User, TurnRole.Assistant, TurnRole.System, TurnRole.User]);
        read.Turns.SelectMany(turn => turn.Parts).Cast<TextPart>().Select(part => part.Text.GetString()).ShouldBe(["a", "b", "c", "d", "e", "fé"]);
        read.Turns[0].Parts[0].Cache!.Ttl!.Value.GetString().ShouldBe("1h");
        read.Turns[0].Parts[1].Cache.ShouldBeNull();
        read.Turns[4].Parts[0].Path.ToString().ShouldBe("messages[3].content[0]");
        read.MaxOutputTokens.ShouldBe(100);
        read.Stream.ShouldBeFalse();
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"system\":\"\"", 1)]
    [InlineData("\"system\":[]", 1)]
    [InlineData("\"system\":\"s\"", 2)]
    [InlineData("\"system\":null", 1)]
    [InlineData("""  "messages":[{"role":"user","content":"a"},{"role":"assistant","content":[]}]  """, 1)]
    [InlineData("""  "messages":[{"role":"user","content":"a"},{"role":"assistant","content":"prefill"}]  """, 2)]
    public void A_turn_that_says_nothing_is_none(string members, int turns) => Requests.ReadGood(members).Turns.Count.ShouldBe(turns);

    [Fact]
    public void Images_and_documents_keep_their_source()
    {
        var read = Requests.ReadGood("""
            "messages":[{"role":"user","content":[
              {"type":"image","source":{"type":"base64","media_type":"image/PNG","data":"aGVs\/G8="},"cache_control":{"type":"ephemeral"}},
              {"type":"image","source":{"type":"url","url":"https://x/y.png"}},
              {"type":"image","source":{"type":"file","file_id":"file_1"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"aGVs\nbG8="},"title":"T","citations":{"enabled":false}},
              {"type":"document","source":{"type":"text","media_type":"text/plain","data":"h\u00e9"}},
              {"type":"document","source":{"type":"url","url":"https://x/y.pdf"}},
              {"type":"document","source":{"type":"content","content":[{"type":"text","text":"in"}]},"cache_control":{"type":"ephemeral"}},
              {"type":"document","source":{"type":"file","file_id":"file_2"}}]}]
            """);
        var parts = read.Turns[0].Parts;
        var images = parts.OfType<ImagePart>().ToList();
        images[0].Source.MediaType.ShouldBe("image/png");
        Encoding.ASCII.GetString(images[0].Source.Base64.Span).ShouldBe("aGVs/G8=");
        images[0].Cache.ShouldNotBeNull();
        images[1].Source.Url!.Value.GetString().ShouldBe("https://x/y.png");
        images[2].Source.FileId!.Value.GetString().ShouldBe("file_1");
        var files = parts.OfType<FilePart>().ToList();
        Encoding.ASCII.GetString(files[0].Source.Base64.Span).ShouldBe("aGVsbG8=");
        files[0].Name!.Value.GetString().ShouldBe("T");
        files[1].Source.MediaType.ShouldBe("text/plain");
        Convert.FromBase64String(Encoding.ASCII.GetString(files[1].Source.Base64.Span)).ShouldBe("hé"u8.ToArray());
        files[2].Source.MediaType.ShouldBe("application/pdf");
        files[3].Source.FileId!.Value.GetString().ShouldBe("file_2");
        parts.OfType<TextPart>().Single().Cache.ShouldNotBeNull();
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void Calls_results_and_thoughts_are_read()
    {
        var read = Requests.ReadGood("""
            "messages":[{"role":"user","content":"q"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"thinking","thinking":"","signature":"T"},{"type":"redacted_thinking","data":"D"},
                {"type":"tool_use","id":"a","name":"f","input":{"x": 1},"caller":{"type":"direct"}},{"type":"tool_use","id":"b","name":"g","input":{},"signature":"G"}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"b","is_error":true,"content":"bad"},
                {"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"t"},{"type":"image","source":{"type":"url","url":"http://x"}}],"cache_control":{"type":"ephemeral"}},{"type":"text","text":"next"}]}]
            """);
        var said = read.Turns[1].Parts;
        said.OfType<ReasoningPart>().Select(part => (part.Text?.GetString(), part.Signature?.GetString(), part.IsRedacted)).ShouldBe([("hm", "S", false), (null, "T", false), (null, "D", true)]);
        said.OfType<ToolCallPart>().Select(part => (part.Id.GetString(), part.Name.GetString(), part.Arguments.GetRawText(), part.Signature?.GetString()))
            .ShouldBe([("a", "f", "{\"x\":1}", null), ("b", "g", "{}", "G")]);
        var results = read.Turns[2].Parts.OfType<ToolResultPart>().ToList();
        results.Select(part => (part.CallId.GetString(), part.IsError, part.Content.Count, part.Name!.Value.GetString(), part.Cache is null))
            .ShouldBe([("b", true, 1, "g", true), ("a", false, 2, "f", false)]);
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void Tools_and_the_choice_among_them_are_read()
    {
        var read = Requests.ReadGood("""
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}},{"type":"custom","name":"g","input_schema":{},"strict":true,"defer_loading":false}],
            "tool_choice":{"type":"tool","name":"g","disable_parallel_tool_use":true}
            """);
        read.Tools.Select(tool => (tool.Name.GetString(), tool.Description?.GetString(), tool.Strict, tool.Cache is null)).ShouldBe([("f", "d", null, false), ("g", null, true, true)]);
        read.ToolChoice!.Mode.ShouldBe(ToolChoiceMode.Required);
        read.ToolChoice.Names.Single().GetString().ShouldBe("g");
        read.ParallelToolCalls.ShouldBe(false);
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("auto", ToolChoiceMode.Auto)]
    [InlineData("any", ToolChoiceMode.Required)]
    [InlineData("none", ToolChoiceMode.None)]
    public void A_choice_has_a_mode(string type, ToolChoiceMode mode)
    {
        var read = Requests.ReadGood($$"""  "tool_choice":{"type":"{{type}}"}  """);
        read.ToolChoice!.Mode.ShouldBe(mode);
        read.ParallelToolCalls.ShouldBeNull();
    }

    [Theory]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"} """, null, 2000, false)]
    [InlineData(""" "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"xhigh"} """, "xhigh", null, true)]
    [InlineData(""" "thinking":{"type":"adaptive"} """, null, null, null)]
    [InlineData(""" "thinking":{"type":"disabled"} """, "none", 0, null)]
    [InlineData(""" "output_config":{"effort":"low"} """, "low", null, null)]
    public void Thinking_and_effort_are_read(string members, string? effort, int? budget, bool? shows)
    {
        var read = Requests.ReadGood(members);
        (read.Reasoning!.Effort, read.Reasoning.Budget, read.Reasoning.Shows).ShouldBe((effort, budget, shows));
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(""" "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}} """)]
    [InlineData(""" "output_format":{"type":"json_schema","schema":{"type":"object"}} """)]
    public void The_form_of_the_answer_is_read_from_both_places(string members)
    {
        var read = Requests.ReadGood(members);
        read.Format!.Schema!.Value.GetRawText().ShouldBe("{\"type\":\"object\"}");
        read.Reasoning.ShouldBeNull();
    }

    [Fact]
    public void Parameters_become_options_under_the_names_that_others_know()
    {
        var read = Requests.ReadGood("""
            "stream":true,"temperature":0.5,"top_p":0.9,"top_k":5,"stop_sequences":["a","\n"],"metadata":{"user_id":"u"},"service_tier":"standard_only",
            "cache_control":{"type":"ephemeral"},"context_management":{"edits":[]},"container":"c","inference_geo":"eu","speed":"fast","new_thing":1
            """);
        read.Stream.ShouldBeTrue();
        read.Stops.Select(stop => stop.GetString()).ShouldBe(["a", "\n"]);
        foreach (var (name, path, value) in new[]
                 {
                     ("temperature", "temperature", "0.5"), ("top_p", "top_p", "0.9"), ("top_k", "top_k", "5"), ("user", "metadata.user_id", "\"u\""),
                     ("service_tier", "service_tier", "\"default\""), ("cache_control", "cache_control", "{\"type\":\"ephemeral\"}"), ("container", "container", "\"c\""),
                     ("context_management", "context_management", "{\"edits\":[]}"), ("inference_geo", "inference_geo", "\"eu\""), ("speed", "speed", "\"fast\""), ("new_thing", "new_thing", "1"),
                 })
        {
            read.Options.TryTake(name, out var option).ShouldBeTrue(name);
            option.Path.ToString().ShouldBe(path);
            RawJson.Of(option.Element).SequenceEqual(Encoding.UTF8.GetBytes(value)).ShouldBeTrue(name);
        }
        read.Options.OmitRest();
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void A_request_as_claude_code_sends_it_is_understood()
    {
        var read = Requests.ReadGood("""
            "model":"claude-sonnet-5","max_tokens":32000,"stream":true,"thinking":{"type":"adaptive"},"output_config":{"effort":"medium"},
            "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},"metadata":{"user_id":"user_1_account__session_2"},
            "system":[{"type":"text","text":"You are","cache_control":{"type":"ephemeral"}},{"type":"text","text":"Tools","cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":[{"type":"text","text":"<reminder>"},{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}],
            "tools":[{"name":"Bash","description":"runs","input_schema":{"$schema":"x","type":"object","properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false}}]
            """);
        read.Reasoning!.Effort.ShouldBe("medium");
        read.Tools.Count.ShouldBe(1);
        read.Turns[0].Parts.ShouldAllBe(part => part.Cache != null);
        read.Options.OmitRest();
        Requests.Omitted(read).ShouldBe("context_management metadata.user_id");
    }

    [Theory]
    [InlineData(""" "messages":[{"role":"user","content":"a","name":"n"}] """, "messages[0].name")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a","citations":[{}],"x":1}]}] """, "messages[0].content[0].citations messages[0].content[0].x")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a","citations":[],"cache_control":{"type":"ephemeral","scope":"g"}}]}] """, "messages[0].content[0].cache_control.scope")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","x":1,"source":{"type":"url","url":"https://x","y":2}}]}] """, "messages[0].content[0].x messages[0].content[0].source.y")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"document","context":"c","citations":{"enabled":true},"source":{"type":"text","data":"t"}}]}] """, "messages[0].content[0].citations messages[0].content[0].context")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"document","title":"c","source":{"type":"content","content":"t"}}]}] """, "messages[0].content[0].title")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"search_result","source":"s"}]}] """, "!messages[0].content[0]")]
    [InlineData(""" "messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"server_tool_use","id":"i"},{"type":"web_search_tool_result"},{"type":"text","text":"a"}]}] """, "!messages[1].content[0] !messages[1].content[1]")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"document","source":{}}]}] """, "!messages[0].content[0]")]
    [InlineData(""" "tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"f","input_schema":{},"eager_input_streaming":true,"defer_loading":true,"input_examples":[{}]}] """, "tools[0] tools[1].defer_loading tools[1].input_examples")]
    [InlineData(""" "tool_choice":{"type":"auto","x":1} """, "tool_choice.x")]
    [InlineData(""" "metadata":{"user_id":"u","x":1} """, "metadata.x")]
    [InlineData(""" "thinking":{"type":"adaptive","x":1} """, "thinking.x")]
    [InlineData(""" "thinking":{"type":"between_tools"} """, "thinking.type")]
    [InlineData(""" "thinking":{"type":"disabled"},"output_config":{"effort":"high"} """, "output_config.effort")]
    [InlineData(""" "output_config":{"task_budget":{"total":1},"format":{"type":"json_schema","schema":{},"x":1}} """, "output_config.task_budget output_config.format.x")]
    public void Nothing_is_dropped_in_silence(string members, string omitted) => Requests.Omitted(Requests.ReadGood(members)).ShouldBe(omitted);

    [Theory]
    [InlineData(""" "max_tokens":null """, "max_tokens")]
    [InlineData(""" "max_tokens":0 """, "max_tokens")]
    [InlineData(""" "max_tokens":"9" """, "max_tokens")]
    [InlineData(""" "stream":1 """, "stream")]
    [InlineData(""" "messages":null """, "messages")]
    [InlineData(""" "messages":[] """, "messages")]
    [InlineData(""" "messages":{} """, "messages")]
    [InlineData(""" "messages":["a"] """, "messages[0]")]
    [InlineData(""" "messages":[{"content":"a"}] """, "messages[0].role")]
    [InlineData(""" "messages":[{"role":"user"}] """, "messages[0].content")]
    [InlineData(""" "messages":[{"role":"tool","content":"a"}] """, "messages[0].role")]
    [InlineData(""" "messages":[{"role":7,"content":"a"}] """, "messages[0].role")]
    [InlineData(""" "messages":[{"role":"user","content":7}] """, "messages[0].content")]
    [InlineData(""" "messages":[{"role":"user","content":[]}] """, "messages[0].content")]
    [InlineData(""" "messages":[{"role":"assistant","content":[]},{"role":"user","content":"a"}] """, "messages[0].content")]
    [InlineData(""" "messages":[{"role":"user","content":["a"]}] """, "messages[0].content[0]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"text":"a"}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text"}]}] """, "messages[0].content[0].text")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":1}]}] """, "messages[0].content[0].text")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"x"}}]}] """, "messages[0].content[0].cache_control.type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"2h"}}]}] """, "messages[0].content[0].cache_control.ttl")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"image"}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "messages":[{"role":"system","content":[{"type":"image"}]}] """, "messages[0].content[0].type")]
    [InlineData(""" "system":[{"type":"image"}] """, "system[0].type")]
    [InlineData(""" "system":7 """, "system")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image"}]}] """, "messages[0].content[0].source")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"x"}}]}] """, "messages[0].content[0].source.type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"a*b"}}]}] """, "messages[0].content[0].source.data")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":""}}]}] """, "messages[0].content[0].source.data")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"text/png","data":"AAAA"}}]}] """, "messages[0].content[0].source.media_type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","data":"AAAA"}}]}] """, "messages[0].content[0].source.media_type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"ftp://x"}}]}] """, "messages[0].content[0].source.url")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":""}}]}] """, "messages[0].content[0].source.file_id")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdfx","data":"AAAA"}}]}] """, "messages[0].content[0].source.media_type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/html","data":"a"}}]}] """, "messages[0].content[0].source.media_type")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"document","source":{"type":"content","content":7}}]}] """, "messages[0].content[0].source.content")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"","name":"f","input":{}}]}] """, "messages[0].content[0].id")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":"{}"}]}] """, "messages[0].content[0].input")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]}] """, "messages[0].content[0]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}] """, "messages[0].content[0]")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"tool_result"}]}] """, "messages[0].content[0].tool_use_id")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":7}]}] """, "messages[0].content[0].content")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"tool_result"}]}]}] """, "messages[0].content[0].content[0].type")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"thinking"}]}] """, "messages[0].content[0].thinking")]
    [InlineData(""" "messages":[{"role":"assistant","content":[{"type":"redacted_thinking","data":1}]}] """, "messages[0].content[0].data")]
    [InlineData(""" "tools":{} """, "tools")]
    [InlineData(""" "tools":[{"input_schema":{}}] """, "tools[0].name")]
    [InlineData(""" "tools":[{"name":"f"}] """, "tools[0].input_schema")]
    [InlineData(""" "tools":[{"name":"f","input_schema":true}] """, "tools[0].input_schema")]
    [InlineData(""" "tools":[{"name":"f","input_schema":{},"strict":"yes"}] """, "tools[0].strict")]
    [InlineData(""" "tool_choice":"auto" """, "tool_choice")]
    [InlineData(""" "tool_choice":{"type":"x"} """, "tool_choice.type")]
    [InlineData(""" "tool_choice":{"type":"tool"} """, "tool_choice.name")]
    [InlineData(""" "stop_sequences":"a" """, "stop_sequences")]
    [InlineData(""" "stop_sequences":[1] """, "stop_sequences[0]")]
    [InlineData(""" "thinking":{"type":"enabled"} """, "thinking.budget_tokens")]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":100} """, "thinking.budget_tokens")]
    [InlineData(""" "thinking":{"type":"x"} """, "thinking.type")]
    [InlineData(""" "thinking":{"type":"adaptive","display":"x"} """, "thinking.display")]
    [InlineData(""" "output_config":{"effort":"minimal"} """, "output_config.effort")]
    [InlineData(""" "output_config":{"format":{"type":"json_object"}} """, "output_config.format.type")]
    [InlineData(""" "output_config":{"format":{"type":"json_schema"}} """, "output_config.format.schema")]
    [InlineData(""" "temperature":"hot" """, "temperature")]
    [InlineData(""" "metadata":{"user_id":7} """, "metadata.user_id")]
    [InlineData(""" "service_tier":"x" """, "service_tier")]
    public void A_fault_names_its_place(string members, string param)
    {
        var fault = Requests.Read(members).Reading.Fault;
        fault.ShouldNotBeNull();
        fault.Param.ShouldBe(param, fault.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Any_json_is_a_fault_and_not_an_exception(string body) => Requests.ReadBody(Encoding.UTF8.GetBytes(body)).Reading.Fault.ShouldNotBeNull();
}
