using System.Text;
using Weir.Dialects.Errors;

namespace Weir.Dialects.Tests.Errors;

/// <summary>Bodies as providers send them, each with the status that it came with.</summary>
public sealed class ErrorWordingTests
{
    [Theory]
    // OpenAI
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 8545 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")]
    [InlineData(Dialect.Responses, 400, """{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again.","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 509178 tokens.","type":"invalid_request_error","param":"messages","code":null}}""")]
    // vLLM, llama.cpp (now and before), Mistral, Groq, xAI, OpenRouter for somebody else
    [InlineData(Dialect.Chat, 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","param":null,"code":400}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":8192}}""")]
    [InlineData(Dialect.Chat, 500, """{"error":{"code":500,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"server_error"}}""")]
    [InlineData(Dialect.Chat, 400, """{"object":"error","message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_prompt","param":null,"code":"3051"}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"Please reduce the length of the messages or completion.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")]
    [InlineData(Dialect.Chat, 400, """{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 200000 tokens."}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 205000 tokens > 200000 maximum\"}}","provider_name":"Anthropic"}}}""")]
    // Anthropic, Gemini, Bedrock
    [InlineData(Dialect.Messages, 400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""")]
    [InlineData(Dialect.Messages, 400, """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"}}""")]
    [InlineData(Dialect.Gemini, 400, """{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}""")]
    [InlineData(Dialect.Converse, 400, """{"message":"Input is too long for requested model.","__type":"ValidationException"}""")]
    public void The_context_is_too_small(Dialect provider, int status, string body) => Read(provider, status, body).ShouldBe(ErrorKind.ContextLength);

    [Theory]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"no","type":"invalid_request_error","param":null,"code":"content_policy_violation"}}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400}}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"filtered","type":null,"param":"prompt","code":"BadRequest","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""")]
    [InlineData(Dialect.Responses, 400, """{"error":{"message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy.","type":"invalid_request_error","param":null,"code":"invalid_prompt"}}""")]
    [InlineData(Dialect.Chat, 403, """{"error":{"message":"openai/gpt-4o requires moderation on OpenAI. Your input was flagged for \"violence\".","code":403,"metadata":{"reasons":["violence"],"provider_name":"OpenAI"}}}""")]
    [InlineData(Dialect.Chat, 403, """{"code":"The caller does not have permission to execute the specified operation","error":"Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO"}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"The request was rejected because it was considered high risk","type":"content_filter"}}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"code":"data_inspection_failed","param":null,"message":"Input data may contain inappropriate content.","type":"data_inspection_failed"}}""")]
    [InlineData(Dialect.Messages, 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}""")]
    [InlineData(Dialect.Messages, 403, """{"type":"error","error":{"type":"permission_error","message":"Request blocked: prompt injection patterns detected"}}""")]
    [InlineData(Dialect.Converse, 400, """{"message":"The model returned the following errors: Output blocked by content filtering policy","__type":"ValidationException"}""")]
    public void The_content_is_refused(Dialect provider, int status, string body) => Read(provider, status, body).ShouldBe(ErrorKind.ContentFiltered);

    [Theory]
    [InlineData(Dialect.Chat, 429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""")]
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"Billing hard limit has been reached.","type":"invalid_request_error","param":null,"code":"billing_hard_limit_reached"}}""")]
    [InlineData(Dialect.Chat, 402, """{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}""")]
    [InlineData(Dialect.Chat, 403, """{"error":{"message":"Key limit exceeded (monthly limit).","code":403}}""")]
    [InlineData(Dialect.Messages, 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}""")]
    [InlineData(Dialect.Messages, 400, """{"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits."}}""")]
    [InlineData(Dialect.Gemini, 429, """{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}""")]
    public void The_account_is_empty(Dialect provider, int status, string body) => Read(provider, status, body).ShouldBe(ErrorKind.Billing);

    [Theory]
    // About one field, not about the context; and a limit of tokens a minute.
    [InlineData(Dialect.Chat, 400, """{"error":{"message":"Invalid 'user': string too long. Expected a string with maximum length 64, but got a string with length 70 instead.","type":"invalid_request_error","param":"user","code":"string_above_max_length"}}""", ErrorKind.InvalidRequest)]
    [InlineData(Dialect.Chat, 429, """{"error":{"message":"Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", ErrorKind.RateLimit)]
    [InlineData(Dialect.Chat, 413, """{"error":{"message":"Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000","type":"tokens","code":"rate_limit_exceeded"}}""", ErrorKind.RateLimit)]
    [InlineData(Dialect.Converse, 429, """{"message":"Too many tokens, please wait before trying again.","__type":"ThrottlingException"}""", ErrorKind.RateLimit)]
    [InlineData(Dialect.Gemini, 429, """{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]}]}}""", ErrorKind.RateLimit)]
    [InlineData(Dialect.Chat, 403, """{"error":{"message":"Country, region, or territory not supported","type":"request_forbidden","param":null,"code":"unsupported_country_region_territory"}}""", ErrorKind.Permission)]
    [InlineData(Dialect.Chat, 401, """{"error":{"message":"Incorrect API key: content_filter","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", ErrorKind.Authentication)]
    [InlineData(Dialect.Messages, 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ErrorKind.Overloaded)]
    public void Words_that_only_sound_like_it_change_nothing(Dialect provider, int status, string body, ErrorKind kind) => Read(provider, status, body).ShouldBe(kind);

    [Fact]
    public void Google_says_in_the_error_when_to_come_again()
    {
        const string Body = """{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}""";
        DialectTable.Provider(Dialect.Gemini).TryRead(429, Encoding.UTF8.GetBytes(Body), out var error).ShouldBeTrue();
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(34.5));
    }

    [Theory]
    [InlineData("\"34\"")]
    [InlineData("\"-1s\"")]
    [InlineData("\"1e9s\"")]
    [InlineData("\"s\"")]
    [InlineData("34")]
    public void A_delay_that_is_none_is_left_out(string delay)
    {
        var body = $$$"""{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":{{{delay}}}}]}}""";
        DialectTable.Provider(Dialect.Gemini).TryRead(429, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        error.RetryAfter.ShouldBeNull();
    }

    private static ErrorKind Read(Dialect provider, int status, string body)
    {
        DialectTable.Provider(provider).TryRead(status, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        return error.Kind;
    }
}
