namespace Weir.Gateway.Rescue;

/// <summary>Tells an event that was damaged on its way from one that never was any.</summary>
internal static class DamagedEvent
{
    /// <summary>Whether an event that cannot be read held a piece of the answer, by the names that the dialects give to pieces: without it the answer would have a gap.</summary>
    public static bool HeldText(ReadOnlySpan<byte> data) =>
        data.IndexOf("\"delta\""u8) >= 0 || data.IndexOf("\"content\""u8) >= 0 || data.IndexOf("\"text\""u8) >= 0 || data.IndexOf("\"parts\""u8) >= 0;
}
