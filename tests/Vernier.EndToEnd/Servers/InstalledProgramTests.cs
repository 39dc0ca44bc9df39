namespace Vernier.EndToEnd.Servers;

public class InstalledProgramTests
{
    [Fact]
    public void Find_ProgramIsMissing_FailureNamesProgramAndPackage()
    {
        var failure = Should.Throw<FileNotFoundException>(() => InstalledProgram.Find("vernier-has-no-such-program", package: "some-package"));
        failure.Message.ShouldContain("vernier-has-no-such-program");
        failure.Message.ShouldContain("some-package");
    }
}
