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
        TargetAddress.Create(new Uri(root), path, query).ShouldNotBeNull().AbsoluteUri.ShouldBe(address);
}
