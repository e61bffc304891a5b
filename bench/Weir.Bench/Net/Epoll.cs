using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Weir.Bench.Net;

/// <summary>
/// Linux' epoll, level-triggered. Straight to the system call: with one thread and nothing in between, the tools add little
/// to what they measure, and never a garbage collection or a scheduler's hop.
/// </summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int BatchSize = 256;
    private const int Readable = 0x1, Writable = 0x4, Failed = 0x8 | 0x10;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;
    private readonly int _epoll = Check(epoll_create1(0));
    private readonly byte[] _events = GC.AllocateArray<byte>(BatchSize * EventSize, pinned: true);

    public void Add(int file) => Control(1, file, Readable);

    public void Remove(int file) => Control(2, file, 0);

    /// <summary>Whether to be told, too, when the file can be written to.</summary>
    public void Watch(int file, bool writes) => Control(3, file, writes ? Readable | Writable : Readable);

    /// <summary>Waits for events, at most so long.</summary>
    /// <returns>How many there are to <see cref="Get"/>.</returns>
    public int Wait(long nanoseconds)
    {
        var timeout = new TimeSpec(nanoseconds / Clock.Second, nanoseconds % Clock.Second);
        fixed (byte* events = _events)
        {
            var count = epoll_pwait2(_epoll, events, BatchSize, &timeout, 0);
            return count >= 0 || Marshal.GetLastPInvokeError() == 4 ? Math.Max(count, 0) : Check(count);
        }
    }

    public (int File, bool Readable, bool Writable) Get(int index)
    {
        var entry = _events.AsSpan(index * EventSize, EventSize);
        var what = MemoryMarshal.Read<int>(entry);
        return (MemoryMarshal.Read<int>(entry[DataOffset..]), (what & (Readable | Failed)) != 0, (what & Writable) != 0);
    }

    public void Dispose() => _ = close(_epoll);

    private void Control(int operation, int file, int events)
    {
        var entry = stackalloc byte[EventSize];
        *(int*)entry = events;
        *(long*)(entry + DataOffset) = file;
        Check(epoll_ctl(_epoll, operation, file, entry));
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int file, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, byte* events, int count, TimeSpec* timeout, nint mask);

    [LibraryImport("libc")]
    private static partial int close(int file);

    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);
}
