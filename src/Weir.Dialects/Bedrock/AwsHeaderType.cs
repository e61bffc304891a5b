namespace Weir.Dialects.Bedrock;

/// <summary>The type of a header's value in AWS's event stream encoding, as it is numbered there.</summary>
public enum AwsHeaderType : byte
{
    /// <summary>True; no bytes.</summary>
    True = 0,

    /// <summary>False; no bytes.</summary>
    False = 1,

    /// <summary>One byte, signed.</summary>
    Int8 = 2,

    /// <summary>Two bytes, signed.</summary>
    Int16 = 3,

    /// <summary>Four bytes, signed.</summary>
    Int32 = 4,

    /// <summary>Eight bytes, signed.</summary>
    Int64 = 5,

    /// <summary>Up to 65,535 bytes.</summary>
    Bytes = 6,

    /// <summary>Up to 65,535 bytes of UTF-8.</summary>
    Text = 7,

    /// <summary>Milliseconds since the Unix epoch, eight bytes.</summary>
    Timestamp = 8,

    /// <summary>Sixteen bytes.</summary>
    Uuid = 9,
}
