using System.Text;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Tests.Endpoints;

public sealed class MultipartHeadTests
{
    private const string ContentType = "multipart/form-data; boundary=\"XyZ\"";
    private const string Audio = "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model.wav\"\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n\r\n\u0001name=\"model\"\r\n";

    private const string Cheap = "--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ncheap\r\n";
    private const string Dear = "--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndear\r\n--XyZ--";

    [Theory]
    [InlineData("Content-Disposition: form-data; name=\"model\"")]
    [InlineData("content-disposition: form-data; name=model\r\nContent-Type: text/plain")]
    public void The_model_and_its_place_are_found_among_files(string headers)
    {
        var body = Encoding.UTF8.GetBytes(Audio + $"--XyZ\r\n{headers}\r\n\r\nwhisper-1\r\n" + "--XyZ--\r\n");
        var head = MultipartHead.Read(body, ContentType, out var fault).ShouldNotBeNull();

        fault.ShouldBeNull();
        head.Model.ShouldBe("whisper-1");
        Encoding.UTF8.GetString(body, head.ModelRange.Start, head.ModelRange.Length).ShouldBe("whisper-1");
    }

    [Fact]
    public void A_file_that_is_called_model_names_none() =>
        MultipartHead.Read(Encoding.UTF8.GetBytes("--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\n\r\nx\r\n--XyZ--"), ContentType, out _).ShouldNotBeNull().Model.ShouldBeEmpty();

    [Fact]
    public void A_form_without_a_model_is_a_form() =>
        MultipartHead.Read(Encoding.UTF8.GetBytes(Audio + "--XyZ--\r\n"), ContentType, out _).ShouldNotBeNull().Model.ShouldBeEmpty();

    [Theory]
    [InlineData("multipart/form-data", "--XyZ--", "boundary")]
    [InlineData(ContentType, "no form", "boundary")]
    [InlineData(ContentType, "--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n", "last boundary")]
    [InlineData(ContentType, "--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n--XyZ\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nb\r\n--XyZ--", "twice")]
    [InlineData(ContentType, Cheap + "--XyZ\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nmid--XyZ-- \r\n" + Dear, "elsewhere")]
    [InlineData(ContentType, Cheap + "--XyZ--\r\n" + Dear, "goes on")]
    [InlineData(ContentType, Cheap + "--XyZ\r\nContent-Disposition: form-data; name=\"x\"; name*=UTF-8''model\r\n\r\ndear\r\n--XyZ--", "readable name")]
    [InlineData(ContentType, Cheap + "--XyZ\r\nContent-Disposition: form-data; name*=UTF-8''model\r\n\r\ndear\r\n--XyZ--", "readable name")]
    [InlineData(ContentType, Cheap + "--XyZ\r\nContent-Disposition: form-data; name=\"mod\\el\"\r\n\r\ndear\r\n--XyZ--", "twice")]
    [InlineData("multipart/form-data; boundary=XyZ; boundary=other", Cheap + "--XyZ--", "boundary")]
    [InlineData("multipart/form-data; xboundary=XyZ; boundary=other", Cheap + "--XyZ--", "boundary")]
    public void What_is_no_form_is_refused(string contentType, string body, string names)
    {
        MultipartHead.Read(Encoding.UTF8.GetBytes(body), contentType, out var fault).ShouldBeNull();
        fault.ShouldNotBeNull().Message.ShouldContain(names);
    }
}
