using Weir.Dialects.Bedrock;

namespace Weir.Dialects.Tests.Bedrock;

/// <summary>Signatures of AWS's published test suite for Signature Version 4, and what Bedrock adds to it.</summary>
public sealed class SigV4Tests
{
    private const string Nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly SigV4Key Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Then = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void Signatures_are_those_of_the_test_suite(string method, string path, string names, string signature)
    {
        var added = SigV4.Sign(method, new Uri("https://example.amazonaws.com" + path), [], SigV4.Hash([]), new SigV4Scope("service", "us-east-1"), Key, Then);
        added.Select(header => header.Key).ShouldBe(["X-Amz-Date", "Authorization"]);
        added[0].Value.ShouldBe("20150830T123600Z");
        added[1].Value.ShouldBe($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={names}, Signature={signature}");
    }

    [Fact]
    public void Values_are_trimmed_and_spaces_in_them_are_one()
    {
        var added = SigV4.Sign("GET", new Uri("https://example.amazonaws.com/"), [new("My-Header1", " value1"), new("My-Header2", " \"a   b   c\"")], Nothing, new SigV4Scope("service", "us-east-1"), Key, Then);
        added[^1].Value.ShouldEndWith("SignedHeaders=host;my-header1;my-header2;x-amz-date, Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    [Fact]
    public void The_hash_of_nothing_is_known() => SigV4.Hash([]).ShouldBe(Nothing);

    [Fact]
    public void A_models_colon_is_sent_encoded_and_signed_encoded_twice()
    {
        var path = ConverseDialect.PathOf("eu.anthropic.claude-v1:0", stream: true);
        path.ShouldBe("/model/eu.anthropic.claude-v1%3A0/converse-stream");
        ConverseDialect.PathOf("arn:aws:bedrock:eu:1:inference-profile/x", stream: false).ShouldBe("/model/arn%3Aaws%3Abedrock%3Aeu%3A1%3Ainference-profile%2Fx/converse");
        var uri = new Uri("https://bedrock-runtime.us-east-1.amazonaws.com" + path);
        uri.AbsolutePath.ShouldBe(path);
        // By hand: the canonical request with %253A, through the algorithm's own steps.
        var canonical = "POST\n/model/eu.anthropic.claude-v1%253A0/converse-stream\n\nhost:bedrock-runtime.us-east-1.amazonaws.com\nx-amz-date:20150830T123600Z\nx-amz-security-token:token\n\nhost;x-amz-date;x-amz-security-token\n" + Nothing;
        var toSign = $"AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/bedrock/aws4_request\n{SigV4.Hash(System.Text.Encoding.UTF8.GetBytes(canonical))}";
        var key = Mac(Mac(Mac(Mac(System.Text.Encoding.UTF8.GetBytes("AWS4" + Key.SecretKey), "20150830"), "us-east-1"), "bedrock"), "aws4_request");
        var added = SigV4.Sign("POST", uri, [], Nothing, new SigV4Scope("bedrock", "us-east-1"), Key with { SessionToken = "token" }, Then);
        added.Select(header => header.Key).ShouldBe(["X-Amz-Date", "X-Amz-Security-Token", "Authorization"]);
        added[^1].Value.ShouldEndWith($"Signature={Convert.ToHexStringLower(Mac(key, toSign))}");
    }

    [Fact]
    public void A_key_does_not_show_its_secret() => Key.ToString().ShouldBe("SigV4Key AKIDEXAMPLE");

    private static byte[] Mac(byte[] key, string text) => System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(text));
}
