export class N8nUnderFaults {}
