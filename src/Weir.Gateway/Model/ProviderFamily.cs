namespace Weir.Gateway.Model;

/// <summary>Whose ways a provider follows: how keys are sent and addresses are made up.</summary>
internal enum ProviderFamily
{
    /// <summary>OpenAI's, and those of all who offer OpenAI's API.</summary>
    OpenAI,

    /// <summary>Anthropic's.</summary>
    Anthropic,

    /// <summary>Google's Gemini API.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's runtime.</summary>
    Bedrock,
}
