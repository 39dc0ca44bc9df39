using Microsoft.Extensions.Options;

namespace Vernier.Orchestrix;

/// <summary>Checks the attributes of <see cref="OrchestrixOptions"/>; generated, so nothing is looked up by reflection.</summary>
[OptionsValidator]
internal sealed partial class OrchestrixOptionsValidator : IValidateOptions<OrchestrixOptions>;
