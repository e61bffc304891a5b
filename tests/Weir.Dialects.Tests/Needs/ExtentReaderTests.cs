using System.Text;
using Weir.Dialects.Needs;
using Weir.Dialects.Usage;
using Weir.Testing;

namespace Weir.Dialects.Tests.Needs;

public sealed class ExtentReaderTests
{
    [Theory]
    [InlineData(Dialect.Chat, """{"max_tokens":5}""")]
    [InlineData(Dialect.Chat, """{"max_completion_tokens":5}""")]
    [InlineData(Dialect.Chat, """{"max_completion_tokens":3,"max_tokens":5}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":5,"max_tokens":2}""")]
    [InlineData(Dialect.Chat, """{"ma\u0078_tokens":5}""")]
    [InlineData(Dialect.Responses, """{"max_output_tokens":5}""")]
    [InlineData(Dialect.Messages, """{"max_tokens":5,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"temperature":0,"maxOutputTokens":5}}""")]
    [InlineData(Dialect.Gemini, """{"generation_config":{"max_output_tokens":5}}""")]
    public void A_limit(Dialect dialect, string request) => Read(dialect, request).MaxOutputTokens.ShouldBe(5);

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"max_tokens":5}]}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":null}""")]
    [InlineData(Dialect.Chat, """{"max_tokens":"5"}""")]
    [InlineData(Dialect.Gemini, """{"contents":[]}""")]
    public void No_limit(Dialect dialect, string request) => Read(dialect, request).MaxOutputTokens.ShouldBeNull();

    [Theory]
    [InlineData(Dialect.Chat, """{"n":3}""", 3)]
    [InlineData(Dialect.Chat, """{"n":2,"best_of":4}""", 4)]
    [InlineData(Dialect.Chat, """{"n":-1}""", 1)]
    [InlineData(Dialect.Chat, """{"prompt":["a","b"],"n":3}""", 6)]
    [InlineData(Dialect.Chat, """{"prompt":[[1,2],[3]]}""", 2)]
    [InlineData(Dialect.Chat, """{"prompt":[1,2,3]}""", 1)]
    [InlineData(Dialect.Chat, """{"prompt":"a"}""", 1)]
    [InlineData(Dialect.Chat, """{"prompt":["a","b"],"n":2147483647}""", 1048576)]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"candidateCount":2}}""", 2)]
    public void Answers_are_counted(Dialect dialect, string request, int choices) => Read(dialect, request).Choices.ShouldBe(choices);

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"video_url","video_url":{"url":"https://a/b.mp4"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:video/mp4;base64,AAAA"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""")]
    [InlineData(Dialect.Chat, """{"web_search_options":{}}""")]
    [InlineData(Dialect.Chat, """{"plugins":[{"id":"web"}]}""")]
    [InlineData(Dialect.Responses, """{"previous_response_id":"resp_1","input":"x"}""")]
    [InlineData(Dialect.Responses, """{"conversation":{"id":"conv_1"},"input":"x"}""")]
    [InlineData(Dialect.Responses, """{"prompt":{"id":"pmpt_1"}}""")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"item_reference","id":"msg_1"}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"reasoning","id":"rs_1","summary":[]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"content":[{"type":"input_image","file_id":"file-1"}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"content":[{"type":"input_file","file_url":"https://a/b.pdf"}]}]}""")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}""")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"code_interpreter","container":{"type":"auto"}}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"long"}}]}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}""")]
    [InlineData(Dialect.Messages, """{"tools":[{"type":"web_search_20250305","name":"web_search"}]}""")]
    [InlineData(Dialect.Messages, """{"mcp_servers":[{"url":"https://a"}]}""")]
    [InlineData(Dialect.Messages, """{"container":"container_1"}""")]
    [InlineData(Dialect.Gemini, """{"cachedContent":"cachedContents/1"}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"https://www.youtube.com/watch?v=1"}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inlineData":{"mimeType":"application/pdf","data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inlineData":{"data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"tools":[{"googleSearch":{}}]}""")]
    [InlineData(Dialect.Gemini, """{"tools":[{"urlContext":{}},{"functionDeclarations":[]}]}""")]
    [InlineData(Dialect.Chat, "--boundary\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--boundary--")]
    [InlineData(Dialect.Chat, "[1]")]
    [InlineData(Dialect.Chat, """{"model":""")]
    public void What_has_a_length_that_it_does_not_tell_is_open(Dialect dialect, string request) => Read(dialect, request).IsOpen.ShouldBeTrue();

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":"https://a/b.pdf file_id"}],"previous_response_id":null}""")]
    [InlineData(Dialect.Chat, """{"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"type":{"const":"web_search"}}}}}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"assistant","annotations":[{"type":"url_citation","url_citation":{"url":"https://a"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"tool_calls":[{"type":"function","function":{"name":"f","arguments":"{\"file_id\":1}"}}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}],"tools":[{"type":"custom","name":"f"},{"type":"local_shell"},{"type":"namespace","tools":[{"type":"function"}]}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"tool_use","id":"t","name":"f","input":{"type":"document","file_id":"f","url":"https://a"}}]}],"tools":[{"name":"f","input_schema":{}},{"type":"bash_20250124","name":"bash"}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"fileUri":"x"}}}]}],"tools":[{"functionDeclarations":[{"name":"googleSearch"}]}]}""")]
    public void Words_that_stand_elsewhere_open_nothing(Dialect dialect, string request)
    {
        var extent = Read(dialect, request);
        (extent.IsOpen, extent.Pictures, extent.Searches).ShouldBe((false, 0, false));
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"high"}}]}]}""", 26)]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]}""", 0)]
    [InlineData(Dialect.Responses, """{"input":[{"content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}]}""", 26)]
    [InlineData(Dialect.Responses, """{"input":[{"type":"image_generation_call","id":"ig_1","result":"AAAA"}]}""", 4)]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"image","source":{"data":"AAAA","type":"base64","media_type":"image/png"}}]}]}""", 4)]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"tool_result","content":[{"type":"image","source":{"type":"url","url":"https://a"}}]}]}]}""", 0)]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inline_data":{"mime_type":"image/png","data":"AAAA"}}]}]}""", 4)]
    public void A_picture_is_one_whatever_its_bytes(Dialect dialect, string request, int characters)
    {
        var extent = Read(dialect, request);
        (extent.IsOpen, extent.Pictures, extent.AudioCharacters, extent.TextBytes).ShouldBe((false, 1, 0, request.Length - characters));
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"input_audio","input_audio":{"data":"AAAAAAAA","format":"wav"}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inlineData":{"mimeType":"audio/wav","data":"AAAAAAAA"}}]}]}""")]
    public void A_recording_is_as_long_as_its_bytes(Dialect dialect, string request)
    {
        var extent = Read(dialect, request);
        (extent.IsOpen, extent.Pictures, extent.AudioCharacters, extent.TextBytes).ShouldBe((false, 0, 8, request.Length - 8));
    }

    /// <summary>What the model reads as text counts as such, whatever it is called.</summary>
    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":"data:image/png;base64,AAAA"}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"tool_use","input":{"source":{"data":"AAAA","media_type":"image/png"}}}]}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"redacted_thinking","data":"AAAA"}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"functionResponse":{"response":{"inlineData":{"mimeType":"image/png","data":"AAAA"}}}}]}]}""")]
    public void Text_is_text(Dialect dialect, string request)
    {
        var extent = Read(dialect, request);
        (extent.Pictures, extent.TextBytes).ShouldBe((0, request.Length));
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"reasoning_effort":"high"}""", 16384)]
    [InlineData(Dialect.Chat, """{"reasoning_effort":"as you like"}""", 65536)]
    [InlineData(Dialect.Responses, """{"reasoning":{"effort":"low","summary":"auto"}}""", 2048)]
    [InlineData(Dialect.Responses, """{"reasoning":{"summary":"auto"}}""", null)]
    [InlineData(Dialect.Messages, """{"thinking":{"type":"enabled","budget_tokens":3000}}""", 3000)]
    [InlineData(Dialect.Messages, """{"thinking":{"type":"adaptive"},"output_config":{"format":{"effort":1},"effort":"medium"}}""", 8192)]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"thinkingConfig":{"thinkingBudget":700}}}""", 700)]
    public void Thoughts(Dialect dialect, string request, int? budget)
    {
        var extent = Read(dialect, request);
        (extent.Thinks, extent.ThinkingBudget).ShouldBe((true, (long?)budget));
    }

    [Theory]
    [InlineData(Dialect.Messages, """{"system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]}""", true, false)]
    [InlineData(Dialect.Messages, """{"cache_control":{"type":"ephemeral","ttl":"5m"}}""", true, false)]
    [InlineData(Dialect.Messages, """{"tools":[{"name":"f","cache_control":{"ttl":"1h","type":"ephemeral"}}]}""", true, true)]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}""", true, true)]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"tool_use","input":{"cache_control":{"ttl":"1h"}}}]}],"cache_control":null}""", false, false)]
    public void What_is_kept_in_a_cache(Dialect dialect, string request, bool writes, bool hour)
    {
        var extent = Read(dialect, request);
        (extent.WritesCache, extent.KeepsAnHour).ShouldBe((writes, hour));
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"service_tier":"priority"}""", ServiceTier.Priority)]
    [InlineData(Dialect.Chat, """{"service_tier":"auto"}""", ServiceTier.Unstated)]
    [InlineData(Dialect.Chat, """{"service_tier":"default"}""", ServiceTier.Unstated)]
    [InlineData(Dialect.Messages, """{"speed":"fast","service_tier":"auto"}""", ServiceTier.Fast)]
    [InlineData(Dialect.Gemini, """{"serviceTier":"FLEX"}""", ServiceTier.Flex)]
    public void A_tier(Dialect dialect, string request, ServiceTier tier) => Read(dialect, request).Tier.ShouldBe(tier);

    [Theory]
    [InlineData(Dialect.Messages, """{"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3}]}""", 3)]
    [InlineData(Dialect.Responses, """{"max_tool_calls":4,"tools":[{"type":"web_search"}]}""", 4)]
    [InlineData(Dialect.Gemini, """{"tools":[{"google_search":{}}]}""", null)]
    public void Searches(Dialect dialect, string request, int? most)
    {
        var extent = Read(dialect, request);
        (extent.Searches, extent.MaxSearches).ShouldBe((true, (long?)most));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var request = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}],"max_tokens":9,"n":2,"tools":[{"type":"function","function":{"name":"f"}}],"reasoning_effort":"low"}""");
        ExtentReader.Read(Dialect.Chat, request).Pictures.ShouldBe(1);

        Allocated.By(() => ExtentReader.Read(Dialect.Chat, request)).ShouldBe(0);
    }

    private static RequestExtent Read(Dialect dialect, string request) => ExtentReader.Read(dialect, Encoding.UTF8.GetBytes(request));
}
