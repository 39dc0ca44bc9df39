using Microsoft.AspNetCore.Http;
using Vernier.DicomWebOAuth.Gateway;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

public class TargetAddressTests
{
    [Theory]
    [InlineData("https://pacs/dicom-web", "studies", "", "https://pacs/dicom-web/studies")]
    [InlineData("https://pacs:8443/dicom-web/", "studies", "?a=%20b", "https://pacs:8443/dicom-web/studies?a=%20b")]
    [InlineData("https://pacs", "", "", "https://pacs/")]
    [InlineData("https://pacs/x", "a%20b/%C3%BC", "", "https://pacs/x/a%20b/%C3%BC")]
    [InlineData("https://pacs/x", "/evil.example/y", "", "https://pacs/x/evil.example/y")]
    public void Create_Path_IsBelowTheRoot(string root, string path, string query, string address) =>
        TargetAddress.Create(new Uri(root), path, new QueryString(query)).ShouldNotBeNull().AbsoluteUri.ShouldBe(address);

    [Theory]
    [InlineData("../admin")]
    [InlineData("a/../../admin")]
    [InlineData("..%2Fadmin")]
    [InlineData("..%252Fadmin")]
    [InlineData("a/..\\admin")]
    [InlineData("./studies")]
    public void Create_PathLeadsOut_ReturnsNull(string path) => TargetAddress.Create(new Uri("https://pacs/dicom-web"), path, default).ShouldBeNull();
}
