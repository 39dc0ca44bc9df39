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
    public void Of_Path_ReplacesUids(string path, string template) => ResourceTemplate.Of(path).ShouldBe(template);
}
