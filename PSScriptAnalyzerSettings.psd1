@{
    Severity     = @('Error', 'Warning')
    # Pester's blocks use variables across scopes, which the analyzer cannot see.
    ExcludeRules = @('PSUseDeclaredVarsMoreThanAssignments')
}
