using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class RequestWriterTests
{
    [Fact]
    public void The_least_request_has_a_model_a_limit_and_messages() =>
        Requests.Write(Talks.Simple()).ShouldBeJson("""{"model":"claude-sonnet-4-6","max_tokens":8192,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}""");

    [Fact]
    public void A_tool_that_runs_at_Anthropic_is_an_omission_with_its_name_unless_it_goes_there()
    {
        var read = Requests.ReadGood(""" "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":8}] """);
        var omission = read.Reading.Omissions.ShouldHaveSingleItem();
        (omission.Path, omission.Kind).ShouldBe(("tools[0]", "web_search"));

        read.StaysInDialect = true;
        Requests.Write(read).GetProperty("tools").ShouldBeJson("""[{"type":"web_search_20250305","name":"web_search","max_uses":8}]""");
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void System_prompts_are_hoisted_and_turns_of_one_role_merged_with_results_first()
    {
        var written = Requests.Write(Talks.Of(
            Talks.System(Talks.Text("s1") with { Cache = new CacheMark(Talks.Quoted("1h")) }),
            Talks.User(Talks.Text("q")),
            Talks.Assistant(Talks.Text("t")),
            Talks.Assistant(Talks.Call("a", "\"{\\\"x\\\":\\\"\\u00e9\\\"}\""), Talks.Call("b", "\"\"")),
            Talks.System(Talks.Text("s2")),
            Talks.User(Talks.Result("a", Talks.Text("ra"))),
            Talks.User(Talks.Text("more"), Talks.Result("b") with { IsError = true })));
        written.GetProperty("system").ShouldBeJson("""[{"type":"text","text":"s1","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"s2"}]""");
        written.GetProperty("messages").ShouldBeJson("""
            [{"role":"user","content":[{"type":"text","text":"q"}]},
             {"role":"assistant","content":[{"type":"text","text":"t"},{"type":"tool_use","id":"a","name":"f","input":{"x":"é"}},{"type":"tool_use","id":"b","name":"f","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"ra"}]},{"type":"tool_result","tool_use_id":"b","is_error":true},{"type":"text","text":"more"}]}]
            """);
    }

    [Fact]
    public void A_system_prompt_alone_becomes_a_question()
    {
        var written = Requests.Write(Talks.Of(Talks.System(Talks.Text("s"))));
        written.TryGetProperty("system", out _).ShouldBeFalse();
        written.GetProperty("messages").ShouldBeJson("""[{"role":"user","content":[{"type":"text","text":"s"}]}]""");
    }

    [Fact]
    public void Texts_that_are_blank_are_left_out_since_anthropic_refuses_them()
    {
        var talk = Talks.Of(Talks.System(Talks.Text("")), Talks.User(Talks.Text("q"), Talks.Text(" \n")), Talks.Assistant(Talks.Text(""), Talks.Call("a", "{}")), Talks.User(Talks.Result("a", Talks.Text(""))));
        var written = Requests.Write(talk);
        written.ShouldBeJson("""
            {"model":"claude-sonnet-4-6","max_tokens":8192,"messages":[{"role":"user","content":[{"type":"text","text":"q"}]},
             {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]}
            """);
        talk.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("call_1-x", "call_1-x")]
    [InlineData("functions.f:0", "functions_2ef_3a0")]
    public void Identifiers_that_anthropic_refuses_are_respelt_in_the_call_and_its_result(string id, string written)
    {
        var messages = Requests.Write(Talks.Of(Talks.User(Talks.Text("q")), Talks.Assistant(Talks.Call(id, "{}")), Talks.User(Talks.Result(id)))).GetProperty("messages");
        messages[1].GetProperty("content")[0].GetProperty("id").GetString().ShouldBe(written);
        messages[2].GetProperty("content")[0].GetProperty("tool_use_id").GetString().ShouldBe(written);
    }

    [Theory]
    [InlineData("\"[1]\"")]
    [InlineData("\"{\\\"a\\\":\"")]
    [InlineData("\"{} {}\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("7")]
    public void Arguments_that_are_no_object_cannot_be_said(string arguments)
    {
        var talk = Talks.Of(Talks.User(Talks.Text("q")), Talks.Assistant(Talks.Call("a", arguments)), Talks.User(Talks.Result("a")));
        Requests.Write(talk);
        talk.Reading.Omissions.ShouldBe([new Omission("here", "its arguments are not a JSON object", IsContent: true)]);
    }

    [Fact]
    public void Thoughts_are_given_back_where_anthropic_can_believe_them()
    {
        var written = Requests.Write(Talks.Of(
            Talks.User(Talks.Text("q")),
            Talks.Assistant(Talks.Thoughts("a", "S"), Talks.Thoughts("b", null), Talks.Thoughts(null, "T"), Talks.Thoughts(null, "D") with { IsRedacted = true }, Talks.Thoughts(null, "gAAAAABo"), Talks.Text("t")),
            Talks.Assistant(Talks.Thoughts("alone", null))));
        written.GetProperty("messages")[1].ShouldBeJson("""
            {"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":"S"},{"type":"thinking","thinking":"","signature":"T"},{"type":"redacted_thinking","data":"D"},{"type":"text","text":"t"}]}
            """);
        written.GetProperty("messages").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void Images_and_documents_are_written()
    {
        var talk = Talks.Of(Talks.User(
            Talks.Image(Talks.Inline("AAAA", "image/jpg"), "auto") with { Cache = new CacheMark(null) }, Talks.Image(Talks.Url("https://x/y")), Talks.Image(Talks.Uploaded("file_1")),
            Talks.File(Talks.Inline("AAAA", "application/pdf"), "n.pdf"), Talks.File(Talks.Inline("aMOp", "text/markdown"), ""), Talks.File(Talks.Url("https://x/z"))));
        Requests.Write(talk).GetProperty("messages")[0].GetProperty("content").ShouldBeJson("""
            [{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAA"},"cache_control":{"type":"ephemeral"}},{"type":"image","source":{"type":"url","url":"https://x/y"}},
             {"type":"image","source":{"type":"file","file_id":"file_1"}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"},"title":"n.pdf"},
             {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hé"}},{"type":"document","source":{"type":"url","url":"https://x/z"}}]
            """);
        talk.Reading.Omissions.ShouldBeEmpty();
    }

    public static TheoryData<string, Turn> Unsayable => new()
    {
        { "!here", Talks.User(Talks.Image(Talks.Inline("AAAA", "image/bmp"))) },
        { "!here", Talks.User(Talks.Image(Talks.Url("gs://x/y", "image/png"))) },
        { "!here", Talks.User(Talks.Image(Talks.Uploaded("file-abc"))) },
        { "here", Talks.User(Talks.Image(Talks.Url("https://x"), "high")) },
        { "!here", Talks.User(Talks.File(Talks.Inline("AAAA", "application/zip"))) },
        { "!here", Talks.User(Talks.File(Talks.Inline("////", "text/plain"))) },
        { "!here", Talks.User(Talks.File(Talks.Url("https://x", "text/plain"))) },
        { "!here", Talks.User(Talks.File(Talks.Uploaded("file-abc"))) },
        { "!here", Talks.User(Talks.Audio()) },
        { "!here", Talks.Assistant(Talks.Image(Talks.Url("https://x"))) },
        { "!here", Talks.System(Talks.Image(Talks.Url("https://x"))) },
    };

    [Theory]
    [MemberData(nameof(Unsayable))]
    public void Content_that_cannot_be_said_is_told(string omitted, Turn turn)
    {
        var talk = Talks.Of(Talks.User(Talks.Text("q")), turn);
        Requests.Write(talk);
        Requests.Omitted(talk).ShouldBe(omitted);
    }

    [Fact]
    public void Tools_always_have_a_schema_with_a_type()
    {
        var talk = Talks.Simple();
        talk.Tools.Add(Talks.Tool("a", null));
        talk.Tools.Add(Talks.Tool("b", """{"properties":{}}""") with { Strict = true, Cache = new CacheMark(null), Description = Talks.Quoted("d") });
        talk.Tools.Add(Talks.Tool("c", """{"type":"object","x":1}""") with { Strict = false });
        Requests.Write(talk).GetProperty("tools").ShouldBeJson("""
            [{"name":"a","input_schema":{"type":"object","properties":{}}},
             {"name":"b","description":"d","input_schema":{"type":"object","properties":{}},"strict":true,"cache_control":{"type":"ephemeral"}},{"name":"c","input_schema":{"type":"object","x":1}}]
            """);
    }

    [Theory]
    [InlineData(null, "", null, null, "a b c")]
    [InlineData(null, "", false, """{"type":"auto","disable_parallel_tool_use":true}""", "a b c")]
    [InlineData(null, "", true, null, "a b c")]
    [InlineData(ToolChoiceMode.Auto, "", null, """{"type":"auto"}""", "a b c")]
    [InlineData(ToolChoiceMode.None, "", false, """{"type":"none"}""", "a b c")]
    [InlineData(ToolChoiceMode.Required, "", false, """{"type":"any","disable_parallel_tool_use":true}""", "a b c")]
    [InlineData(ToolChoiceMode.Required, "b", null, """{"type":"tool","name":"b"}""", "a b c")]
    [InlineData(ToolChoiceMode.Required, "c a", null, """{"type":"any"}""", "a c")]
    [InlineData(ToolChoiceMode.Auto, "b", null, """{"type":"auto"}""", "b")]
    public void The_choice_among_tools_is_said(ToolChoiceMode? mode, string names, bool? parallel, string? choice, string sent)
    {
        var talk = Talks.Simple();
        talk.Tools.AddRange([Talks.Tool("a"), Talks.Tool("b"), Talks.Tool("c")]);
        if (mode is { } given) talk.ToolChoice = Talks.Choice(given, names.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        talk.ParallelToolCalls = parallel;
        var written = Requests.Write(talk);
        if (choice is null) written.TryGetProperty("tool_choice", out _).ShouldBeFalse();
        else written.GetProperty("tool_choice").ShouldBeJson(choice);
        string.Join(' ', written.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString())).ShouldBe(sent);
    }

    [Fact]
    public void A_call_cannot_be_demanded_where_no_tool_is_left()
    {
        var talk = Talks.Simple();
        talk.ToolChoice = Talks.Choice(ToolChoiceMode.Required);
        talk.ParallelToolCalls = false;
        Requests.Write(talk).TryGetProperty("tool_choice", out _).ShouldBeFalse();
        Requests.Omitted(talk).ShouldBe("tool_choice");
    }

    [Fact]
    public void An_answer_that_has_to_fit_a_schema_is_asked_for_as_one()
    {
        var talk = Talks.Simple();
        talk.Format = new AnswerFormat(Requests.Json("""{"type":"object"}"""), JsonPath.Root) { Name = Talks.Quoted("n"), Description = Talks.Quoted("d"), Strict = true };
        Requests.Write(talk).GetProperty("output_config").ShouldBeJson("""{"format":{"type":"json_schema","schema":{"description":"d","type":"object"}}}""");
    }

    [Fact]
    public void An_answer_that_has_to_be_any_object_is_demanded_in_words()
    {
        var talk = Talks.Of(Talks.System(Talks.Text("s")), Talks.User(Talks.Text("q")));
        talk.Format = new AnswerFormat(null, JsonPath.Root);
        var written = Requests.Write(talk);
        written.TryGetProperty("output_config", out _).ShouldBeFalse();
        written.GetProperty("system").GetArrayLength().ShouldBe(2);
        written.GetProperty("system")[1].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("JSON object");
        talk.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void Stop_sequences_of_white_space_alone_are_refused_by_anthropic_and_told()
    {
        var talk = Talks.Simple();
        talk.Stops.AddRange([Talks.Quoted("END"), Talks.Quoted("\n\n")]);
        Requests.Write(talk).GetProperty("stop_sequences").ShouldBeJson("""["END"]""");
        Requests.Omitted(talk).ShouldBe("stop");
    }

    [Theory]
    [InlineData("temperature", "0.7", "temperature", "0.7")]
    [InlineData("temperature", "1", "temperature", "1")]
    [InlineData("top_p", "0.9", "top_p", "0.9")]
    [InlineData("top_k", "4", "top_k", "4")]
    [InlineData("user", "\"u\"", "metadata", "{\"user_id\":\"u\"}")]
    [InlineData("safety_identifier", "\"s\"", "metadata", "{\"user_id\":\"s\"}")]
    [InlineData("service_tier", "\"auto\"", "service_tier", "\"auto\"")]
    [InlineData("service_tier", "\"default\"", "service_tier", "\"standard_only\"")]
    [InlineData("cache_control", "{\"type\":\"ephemeral\"}", "cache_control", "{\"type\":\"ephemeral\"}")]
    [InlineData("context_management", "{\"edits\":[]}", "context_management", "{\"edits\":[]}")]
    [InlineData("container", "\"c\"", "container", "\"c\"")]
    public void Parameters_are_said_in_anthropics_way(string option, string value, string member, string expected)
    {
        var talk = Talks.With(option, value);
        Requests.Write(talk).GetProperty(member).ShouldBeJson(expected);
        talk.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("temperature", "1.5", true)]
    [InlineData("n", "2", true)]
    [InlineData("seed", "1", true)]
    [InlineData("logprobs", "true", true)]
    [InlineData("frequency_penalty", "0.5", true)]
    [InlineData("service_tier", "\"flex\"", true)]
    [InlineData("context_management", "[{\"type\":\"compaction\"}]", true)]
    [InlineData("include", "[\"message.output_text.logprobs\"]", true)]
    [InlineData("n", "1", false)]
    [InlineData("metadata", "{\"a\":\"b\"}", false)]
    [InlineData("prompt_cache_key", "\"k\"", false)]
    [InlineData("include", "[\"reasoning.encrypted_content\"]", false)]
    [InlineData("store", "false", false)]
    public void Parameters_that_cannot_be_said_are_told(string option, string value, bool omitted)
    {
        var talk = Talks.With(option, value);
        Requests.Write(talk).EnumerateObject().Count().ShouldBe(3);
        Requests.Omitted(talk).ShouldBe(omitted ? option : "");
    }

    [Fact]
    public void A_top_p_that_excludes_nothing_is_not_sent_beside_a_temperature()
    {
        var talk = Talks.With("temperature", "0.2");
        Talks.Add(talk, "top_p", "1");
        Requests.Write(talk).TryGetProperty("top_p", out _).ShouldBeFalse();
        talk.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_client_says_in_this_dialect_is_written_as_it_was_said()
    {
        const string Members = """
            "model":"claude-sonnet-4-6","max_tokens":4000,"stream":true,"temperature":0.5,"top_k":3,"metadata":{"user_id":"u"},"service_tier":"standard_only",
            "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"x":{"type":"string"}}},"strict":true,"cache_control":{"type":"ephemeral"}}],
            "tool_choice":{"type":"auto","disable_parallel_tool_use":true},"stop_sequences":["a"],"context_management":{"edits":[]},"thinking":{"type":"disabled"},
            "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
            "messages":[{"role":"user","content":[{"type":"text","text":"q"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
              {"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"title":"T"}]},
             {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"redacted_thinking","data":"D"},{"type":"tool_use","id":"a","name":"f","input":{"x":"\u00e9"}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"r"}],"is_error":true,"cache_control":{"type":"ephemeral","ttl":"5m"}}]}]
            """;
        var read = Requests.ReadGood(Members);
        Requests.Write(read).ShouldBeJson($"{{{Members}}}");
        read.Reading.Omissions.ShouldBeEmpty();
    }
}
