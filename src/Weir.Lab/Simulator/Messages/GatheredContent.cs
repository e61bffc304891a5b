using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Messages;

/// <summary>The text, images and documents of a message or of a tool's result.</summary>
internal sealed class GatheredContent
{
    private readonly List<string> _text = [];

    public List<Attachment> Attachments { get; } = [];

    public string Text => string.Concat(_text);

    public bool IsEmpty => _text.Count + Attachments.Count == 0;

    public void Add(Field block)
    {
        switch (block["type"].Text())
        {
            case "text":
                _text.Add(BlockReader.Text(block));
                break;
            case "image":
                if (BlockReader.Image(block) is { } image)
                    Attachments.Add(image);
                break;
            default:
                var (file, words) = BlockReader.Document(block);
                if (file is not null)
                    Attachments.Add(file);
                if (words.Length > 0)
                    _text.Add(words);
                break;
        }
    }
}
