using Vernier.DicomWebOAuth.Outbound;

namespace Vernier.DicomWebOAuth.Tests.Outbound;

public class ResourceTemplateTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("/studies", "/studies")]
    [InlineData("/studies/1.2", "/studies/{study}")]
    [InlineData("studies/1.2/metadata", "/studies/{study}/metadata")]
    [InlineData("studies/1.2/series/3/instances/4/frames/1,2", "/studies/{study}/series/{series}/instances/{instance}/frames/{frames}")]
    [InlineData("studies/1/series/2/instances/3/bulkdata/a/b/c", "/studies/{study}/series/{series}/instances/{instance}/bulkdata/{**bulkdata}")]
    [InlineData("studies/1/instances", "/studies/{study}/instances")]
    [InlineData("series", "/series")]
    [InlineData("studies/1/2", "/{**path}")]
    [InlineData("metadata/metadata", "/{**path}")]
    [InlineData("studies/studies/studies", "/{**path}")]
    [InlineData("admin", "/{**path}")]
    [InlineData("rendered", "/{**path}")]
    [InlineData("studies/1/frames/2", "/{**path}")]
    [InlineData("studies/rendered", "/{**path}")]
    [InlineData("series/1/metadata", "/{**path}")]
    public void Of_Path_ReplacesUids(string path, string template) => ResourceTemplate.Of(path).ShouldBe(template);

    [Theory]
    [InlineData("GET", "studies/1/metadata", "/studies/{study}/metadata")]
    [InlineData("POST", "studies/1", "/studies/{study}")]
    [InlineData("DELETE", "studies/1/series/2", "/studies/{study}/series/{series}")]
    [InlineData("POST", "studies/1/metadata", "/{**path}")]
    [InlineData("PATCH", "studies", "/{**path}")]
    [InlineData("HEAD", "studies", "/{**path}")]
    public void Of_UnusualMethod_IsOther(string method, string path, string template) => ResourceTemplate.Of(method, path).ShouldBe(template);
}
