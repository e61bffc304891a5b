using System.Text;
using Weir.Dialects.Json;
using Weir.Dialects.Kept;
using Weir.Dialects.OpenAI;
using Weir.Testing;

namespace Weir.Dialects.Tests.Kept;

public sealed class KeptReaderTests
{
    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"file","file":{"file_id":"file-1"}}]}]}""", "messages[0].content[1].file.file_id")]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""", "messages[0].audio.id")]
    [InlineData(Dialect.Chat, """{"audio":{"voice":{"id":"voice_1"},"format":"mp3"}}""", "audio.voice.id")]
    [InlineData(Dialect.Chat, """{"audio":{"voice":{"name":"x"},"id":"audio_1"}}""", "audio.id")]
    [InlineData(Dialect.Chat, """{"voice":{"id":"voice_1"},"input":"say it"}""", "voice.id")]
    [InlineData(Dialect.Chat, """{"images":[{"file_id":"file-1"}],"prompt":"x"}""", "images[0].file_id")]
    [InlineData(Dialect.Chat, """{"extra_body":{"google":{"cached_content":"cachedContents/1"}}}""", "extra_body.google.cached_content")]
    [InlineData(Dialect.Chat, """{"a":{"b":[[{"file\u005fid":"file-1"}]]}}""", "a.b[0][0].file_id")]
    [InlineData(Dialect.Chat, """{"a":{"\u0046ile_ID":"file-1"}}""", "a.File_ID")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"video_url","video_url":{"url":"ms:\/\/file-1"}}]}]}""", "messages[0].content[0].video_url.url")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"image_url","image_url":{"url":" \u006dS://file-1"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData(Dialect.Chat, """{"tools":[{"type":"document_library","library_ids":["lib_1"]}]}""", "tools[0].library_ids")]
    [InlineData(Dialect.Responses, """{"conversation":"conv_1"}""", "conversation")]
    [InlineData(Dialect.Responses, """{"conversation":{"id":"conv_1"}}""", "conversation")]
    [InlineData(Dialect.Responses, """{"prompt":{"id":"pmpt_1"}}""", "prompt")]
    [InlineData(Dialect.Responses, """{"input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""", "input[0].content[0].file_id")]
    [InlineData(Dialect.Responses, """{"input":[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}]}""", "input[0].content[0].file_id")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"file-1"}]}]}""", "input[0].output[0].file_id")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"code_interpreter_call","container_id":"cntr_1"}]}""", "input[0].container_id")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}""", "tools[0].vector_store_ids")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"code_interpreter","container":"cntr_1"}]}""", "tools[0].container")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}]}""", "tools[0].container.file_ids")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"shell","environment":{"type":"container_reference","container_id":"cntr_1"}}]}""", "tools[0].environment.container_id")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"shell","environment":{"type":"container_auto","skills":[{"type":"skill_reference","skill_id":"skill_1"}]}}]}""", "tools[0].environment.skills[0].skill_id")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"image_generation","input_image_mask":{"file_id":"file-1"}}]}""", "tools[0].input_image_mask.file_id")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]}""", "messages[0].content[0].source.file_id")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"user","content":[{"type":"container_upload","file_id":"file_1"}]}]}""", "messages[0].content[0].file_id")]
    [InlineData(Dialect.Messages, """{"container":"container_1"}""", "container")]
    [InlineData(Dialect.Messages, """{"container":{"skills":[],"id":"container_1"}}""", "container.id")]
    [InlineData(Dialect.Messages, """{"container":{"skills":[{"type":"anthropic","skill_id":"xlsx"},{"type":"custom","skill_id":"skill_01"}]}}""", "container.skills[1].skill_id")]
    [InlineData(Dialect.Gemini, """{"cachedContent":"cachedContents/1"}""", "cachedContent")]
    [InlineData(Dialect.Gemini, """{"generateContentRequest":{"cached_content":"cachedContents/1"}}""", "generateContentRequest.cached_content")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/1"}}]}]}""", "contents[0].parts[0].fileData.fileUri")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"file_data":{"file_uri":"HTTPS://x@GenerativeLanguage.googleapis.com.:443/v1beta/files/1"}}]}]}""", "contents[0].parts[0].file_data.file_uri")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"files/1"}}]}]}""", "contents[0].parts[0].fileData.fileUri")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"gs://bucket/1"}}]}]}""", "contents[0].parts[0].fileData.fileUri")]
    [InlineData(Dialect.Gemini, """{"tools":[{"fileSearch":{"fileSearchStoreNames":["fileSearchStores/1"]}}]}""", "tools[0].fileSearch.fileSearchStoreNames")]
    public void What_the_provider_keeps_is_found_with_its_place(Dialect dialect, string request, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(request);

        var at = KeptReader.Find(bytes, dialect).ShouldNotBeNull().At.ShouldNotBeNull();

        JsonPathFinder.At(bytes, at).ToString().ShouldBe(path);
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":"file_id"}],"audio":{"voice":"alloy","format":"mp3"}}""")]
    [InlineData(Dialect.Chat, """{"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"file_id":{"type":"string"},"container":"x"}}}}]}""")]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_schema","json_schema":{"schema":{"properties":{"conversation":{},"file_id":{}}}}},"metadata":{"file_id":"1"}}""")]
    [InlineData(Dialect.Chat, """{"prompt":["one","two"],"documents":[{"file_id":"1"}]}""")]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":[]}}],"conversation":null,"prompt":null}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"image_url":{"url":"https:\/\/example.org\/é"}},{"image_url":{"url":"data:image\/png;base64,\/9j\/4AAQSkZJRgABAQAAAQABAAD\/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ\/\/x:\/\/y"}},{"image_url":{"url":""}}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":"conversation","metadata":{"conversation":"x"}}""")]
    [InlineData(Dialect.Responses, """{"input":[{"role":"user","content":"a"},{"type":"message","id":"msg_1","role":"assistant","content":[]},{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{\"file_id\":1}"}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"abc"},{"type":"web_search_call","status":"completed"}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"file_id":"1","container":"x"}}]}],"metadata":{"user_id":"u"}}""")]
    [InlineData(Dialect.Messages, """{"container":{"skills":[{"type":"anthropic","skill_id":"xlsx","version":"latest"}]},"tools":[{"name":"f","input_schema":{"properties":{"file_id":{}}}}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"assistant","content":[{"type":"text","text":"x","citations":[{"type":"char_location","file_id":null}]}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"https://www.youtube.com/watch?v=1"}},{"functionCall":{"name":"f","args":{"fileUri":"files/1"}}},{"functionResponse":{"name":"f","response":{"file_id":"1"}}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"fileData":{"fileUri":"https://storage.googleapis.com/b/o?signature=1"}}]}],"labels":{"container":"x"}}""")]
    public void What_the_client_says_itself_is_not(Dialect dialect, string request) => KeptReader.Find(Encoding.UTF8.GetBytes(request), dialect).ShouldBeNull();

    [Theory]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", "msg_1")]
    [InlineData("""{"id":"msg_1"}""", "msg_1")]
    [InlineData("""{"id":"msg_1","type":null}""", "msg_1")]
    [InlineData("""{"id":"rs_1","type":"reasoning","summary":[]}""", "rs_1")]
    [InlineData("""{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":null}""", "rs_1")]
    [InlineData("""{"id":"rs_1","type":"reasoning","encrypted_content":"abc","encrypted_content":null}""", "rs_1")]
    [InlineData("""{"type":"image_generation_call","id":"ig_1"}""", "ig_1")]
    [InlineData("""{"type":"something_new","id":"new_1"}""", "new_1")]
    [InlineData("""{"type":"message","type":"item_reference","role":"user","id":"msg_1"}""", "msg_1")]
    [InlineData("""{"type":"item_reference","type":"message","id":"msg_1"}""", "msg_1")]
    [InlineData("""{"type":"item_reference","id":"msg_1","id":"msg_2"}""", "msg_1 msg_2")]
    [InlineData("""{"\u0074ype":"item_reference","\u0069d":"msg_\u0031"}""", "msg_1")]
    public void An_item_that_does_not_say_what_it_stands_for_refers_to_one_that_is_kept(string item, string ids)
    {
        var kept = KeptReader.Find(Encoding.UTF8.GetBytes($$"""{"input":[{"role":"user","content":"a"},{{item}},{"role":"user","id":"u","content":"b"}]}"""), Dialect.Responses).ShouldNotBeNull();

        kept.At.ShouldBeNull();
        kept.Items.ShouldBe(ids.Split(' '));
    }

    [Theory]
    [InlineData("file_id", true)]
    [InlineData("images[0][file_id]", true)]
    [InlineData("file", false)]
    [InlineData("prompt", false)]
    public void Fields_of_forms_name_things_too(string field, bool isThing) => KeptReader.IsThing(field).ShouldBe(isThing);

    [Fact]
    public void Whatever_a_body_is_it_is_read_alike_with_and_without_the_search()
    {
        const int seed = 20_261_121;
        var random = new Random(seed);
        var whole = """{"model":"m","input":[{"type":"item_reference","id":"msg_\u0031"},{"role":"user","content":[{"type":"input_file","file_id":"f","x":[[{}],{"a":1.5e3}]}]}],"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["a"]}}],"fileUri":"gs://x","image_url":{"url":"ms:\/\/\\\ud83d\ude00xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\/\n"},"conv\u0065rsation":{"id":null}}"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var body = whole[..random.Next(whole.Length + 1)].ToArray();
            if (body.Length == 0 || round % 3 == 0) body = [.. whole];
            for (var change = random.Next(4); change > 0; change--) body[random.Next(body.Length)] = (byte)"\"\\{}[],:u0d"[random.Next(11)];
            foreach (var dialect in (Dialect[])[Dialect.Responses, Dialect.Gemini])
            {
                var plain = RequestHeadReader.TryRead(body, out _, out var fault);
                var sought = RequestHeadReader.TryRead(body, out var head, out var other, seekKept: dialect);

                // A name whose escapes make no text is found out only where it is compared.
                if (plain != sought) other!.Message.ShouldContain("surrogate", customMessage: $"seed {seed}, round {round}");
                else (fault?.Message).ShouldBe(other?.Message, $"seed {seed}, round {round}");
                if (head?.Kept?.At is { } at) JsonPathFinder.At(body, at).ToString().ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void What_nests_as_deep_as_may_be_is_searched_to_its_ground()
    {
        var depth = RequestHeadReader.MaxDepth - 2;
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","x":{{new string('[', depth)}}{"file_id":"f"}{{new string(']', depth)}}}""");

        RequestHeadReader.TryRead(body, out var head, out var fault, seekKept: Dialect.Chat).ShouldBeTrue(fault?.Message);
        head!.Kept!.At.ShouldNotBeNull();
    }

    [Fact]
    public void A_request_that_names_nothing_costs_nothing_more()
    {
        var body = """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a long story"}]}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}"""u8.ToArray();

        Allocated.By(() => KeptReader.Find(body, Dialect.Chat)).ShouldBe(0);
    }
}
