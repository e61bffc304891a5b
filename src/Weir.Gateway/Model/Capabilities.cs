namespace Weir.Gateway.Model;

/// <summary>What a request may need beyond text, and a deployment may offer.</summary>
[Flags]
internal enum Capabilities
{
    /// <summary>Text alone.</summary>
    None = 0,

    /// <summary>Functions that the model may call.</summary>
    Tools = 1,

    /// <summary>Pictures in the request.</summary>
    Images = 2,

    /// <summary>Recordings in the request.</summary>
    Audio = 4,

    /// <summary>Documents in the request.</summary>
    Files = 8,

    /// <summary>Answers that keep to a JSON schema.</summary>
    Schema = 16,

    /// <summary>Everything.</summary>
    All = Tools | Images | Audio | Files | Schema,
}
