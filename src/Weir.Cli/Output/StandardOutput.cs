using System.Runtime.InteropServices;

namespace Weir.Cli.Output;

/// <summary>
/// Whether anybody reads what is printed. Writing into a pipe that nobody reads fails silently in .NET, and a command that
/// goes on until it is stopped would do so for ever.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const short Failed = 0x08;

    /// <summary>True once the reader of a pipe is gone, as after <c>| head</c>.</summary>
    public static bool IsAbandoned()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return false;
        var output = new Poll { Descriptor = Descriptor };
        return NativePoll(ref output, 1, 0) > 0 && (output.Happened & Failed) != 0;
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativePoll(ref Poll descriptors, nuint count, int milliseconds);

    /// <summary>The system's <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
