using Weir.Dialects.Needs;
using Weir.Gateway.Model;

namespace Weir.Gateway.Budgets;

/// <summary>How many input tokens a request can have at most.</summary>
internal static class InputBound
{
    /// <summary>
    /// Tokens of one picture, however large. OpenAI's most are gpt-4o-mini's 2,833 + 8 tiles of 5,667 (2,048 x 768 pixels; platform.openai.com,
    /// images and vision); Anthropic's 4,784 (2,576 pixels; platform.claude.com, vision), more than Gemini's 16 tiles of 258 or 2,240 (ai.google.dev, media resolution).
    /// </summary>
    private const int OpenAIPicture = 48_169, OtherPicture = 4_784;

    /// <summary>Bytes of a second of a recording at the least: Opus begins at 6 kbit/s (RFC 6716, 2.1.1), and all that is usual besides needs more.</summary>
    private const int BytesPerSecond = 750;

    /// <summary>Tokens of a second of a recording: Gemini's 32 (ai.google.dev, tokens), OpenAI's are 10.</summary>
    private const int TokensPerSecond = 32;

    /// <summary>
    /// What is put in front of a conversation and counted as its input: the templates of open models (gpt-oss: some 70 tokens, Llama 3: 25), and
    /// what xAI tells Grok (some 700).
    /// </summary>
    private const int HiddenPrompt = 1024;

    /// <summary>What tools are explained with: Anthropic's 264 to 675 tokens, and 735 for its own tool for computers (platform.claude.com, tool use).</summary>
    private const int HiddenTools = 2048;

    /// <summary>The most tokens that a request can have at a deployment. No provider takes, and so none charges, more than its model's context.</summary>
    public static long Of(in RequestExtent extent, DeploymentModel deployment)
    {
        var window = deployment.ContextWindow ?? RequestBounds.LargestContext;
        if (extent.IsOpen) return window;
        var isOpenAI = deployment.Provider.Family == ProviderFamily.OpenAI;
        var most = extent.TextBytes + (extent.Pictures * (long)(isOpenAI ? OpenAIPicture : OtherPicture)) + TokensOf(extent.AudioCharacters);
        if (isOpenAI) most += HiddenPrompt;
        if (extent.HasTools) most += HiddenTools;
        return Math.Min(most, window);
    }

    /// <summary>The longest that a recording can be, in microseconds, that has so many bytes.</summary>
    public static long MicrosOf(long bytes) => RoundedUp(bytes * 1_000_000);

    private static long TokensOf(long characters) => RoundedUp(characters * TokensPerSecond);

    private static long RoundedUp(long perSecond) => (perSecond + BytesPerSecond - 1) / BytesPerSecond;
}
