using System.IO.Pipes;
using System.Text;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>A text that waits in a pipe, as a shell's <c>&lt;(command)</c> makes one: whoever reads it first has it.</summary>
internal sealed class PipedText : IDisposable
{
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.Out);
    private readonly Task _writing;

    public PipedText(string text)
    {
        Path = $"/dev/fd/{_pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        _writing = Task.Run(() => Write(text));
    }

    public string Path { get; }

    public void Dispose()
    {
        _pipe.ClientSafePipeHandle.Dispose();
        _writing.Wait();
        _pipe.Dispose();
    }

    private void Write(string text)
    {
        try
        {
            _pipe.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // Nobody wanted the rest.
        }

        // The writing end alone: the text ends here.
        _pipe.SafePipeHandle.Dispose();
    }
}
