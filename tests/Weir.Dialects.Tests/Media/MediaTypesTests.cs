using Weir.Dialects.Media;

namespace Weir.Dialects.Tests.Media;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("a.PDF", "application/pdf")]
    [InlineData("a.b.htm", "text/html")]
    [InlineData("/images/cat.jpeg", "image/jpeg")]
    [InlineData("a", null)]
    [InlineData("a.unknown", null)]
    [InlineData(null, null)]
    public void A_names_end_tells_the_type(string? name, string? type) => MediaTypes.OfFile(name).ShouldBe(type);

    [Theory]
    [InlineData("text/html", "file.html")]
    [InlineData("application/pdf", "file.pdf")]
    [InlineData("application/x-unknown", "file")]
    [InlineData(null, "file")]
    public void A_nameless_file_gets_the_end_of_its_type(string? type, string name) => MediaTypes.FileName(type).ShouldBe(name);

    [Theory]
    [InlineData("image/svg+xml", true)]
    [InlineData("application/vnd.ms-excel", true)]
    [InlineData("image", false)]
    [InlineData("image/", false)]
    [InlineData("/png", false)]
    [InlineData("ima\"ge/png", false)]
    [InlineData("text/plain; charset=utf-8", false)]
    public void A_media_type_is_a_token_of_two_words(string text, bool isType) => MediaTypes.Is(text).ShouldBe(isType);
}
